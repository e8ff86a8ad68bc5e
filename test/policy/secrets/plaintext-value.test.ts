import { readManifests } from '../../../lib/manifest/yaml-reader';
import { plaintextValue } from '../../../lib/policy/secrets/plaintext-value';
import { World } from '../../../lib/policy/world';

/** What the rule finds in a file, which the fixtures hold without its comments. */
function findsIn(...texts: string[]): string[] {
  const objects = texts.flatMap((text) => readManifests(text).manifests.map((manifest) => ({ manifest, text, file: 'a.yaml' })));
  return [...plaintextValue.check(new World({ objects }))].map(({ object, field, message }) =>
    [object?.manifest.metadata.name, field, message].filter(Boolean).join(' '),
  );
}

const configMap = (name: string, data = '{}'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: ${data}\n`;

test('a private key in a comment is found [74]', () => {
  const text = `# -----BEGIN PRIVATE KEY-----\n# AAAA\n${configMap('a')}`;

  expect(findsIn(text)).toEqual(['a has a comment in line 1 that holds a private key']);
});

test('a password behind a value is, with the object that stands first in the file', () => {
  const text = `${configMap('a')}---\n${configMap('b', '{x: y} # password: hunter2')}`;

  expect(findsIn(text)).toEqual(['a has a comment in line 11 that holds a value of password']);
});

test('a comment in a value is reported once, with its field', () => {
  expect(findsIn(configMap('a', '\n  x: |\n    # password: hunter2'))).toEqual(['a data.x holds a value of password']);
});

test('each file has its own comments', () => {
  const texts = [`# token: hunter2\n${configMap('a')}`, `# token: hunter2\n\n${configMap('b', '{token: hunter3}')}`, configMap('c')];

  expect(findsIn(...texts)).toEqual(['a has a comment in line 1 that holds a value of token', 'b data.token holds a value of token']);
});

test('a mark within a word begins none', () => {
  expect(findsIn(configMap('a', '{x: "a#token: hunter2"}'))).toEqual([]);
});
