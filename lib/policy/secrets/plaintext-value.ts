import { typeOf } from '../../manifest/fields';
import { groupBy } from '../../manifest/group-by';
import { groupOf } from '../../manifest/identity';
import { isMapping, type Manifest, pathOf, type Steps } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { credentialIn, credentialsIn } from './credential';

export const plaintextValue: Rule = {
  id: 'secrets/plaintext-value',
  title: 'No field and no comment holds a password, a token or a private key',
  severity: 'error',
  rationale:
    'Variables, arguments, annotations, ConfigMaps, values of charts and templates of SealedSecrets are in the repository as they are (source 001, rows A15 and B50; hardening 8, bad inputs 73 and 74).',
  requirements: ['A15', 'A45', 'B50'],
  fix: 'take the value out of here and of the history, rotate it, and let a Secret bring it: valueFrom.secretKeyRef, or a mounted file',
  *check(world) {
    const remembered: Remembered = new Map();
    for (const [text, objects] of groupBy(world.objects, (object) => object.text)) {
      const reported = new Set<string>();
      for (const object of objects) {
        for (const { steps, what } of credentialsOf(object.manifest, remembered)) {
          reported.add(what);
          yield { object, field: pathOf(steps), message: `holds ${what}` };
        }
      }
      const [object] = objects;
      for (const { line, what } of credentialsIn(commentsOf(text))) {
        if (object && !reported.has(what)) yield { object, message: `has a comment in line ${line} that holds ${what}` };
      }
    }
  },
};

/** What texts look like, by name and text: most labels and many values come a thousand times. */
type Remembered = Map<string, string | undefined>;

interface Held {
  readonly steps: Steps;
  readonly what: string;
}

function credentialsOf(manifest: Manifest, remembered: Remembered): Held[] {
  const found: Held[] = [];
  const steps: (string | number)[] = [];
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      const what = lookUp(remembered, value, name);
      if (what !== undefined) found.push({ steps: [...steps], what });
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        steps.push(index);
        visit(item, flagBefore(value, index) ?? name);
        steps.pop();
      });
    } else if (isMapping(value)) {
      for (const key of Object.keys(value)) {
        steps.push(key);
        if (!isElsewhereJudged(manifest, steps)) visit(value[key], nameOf(value, key, manifest));
        steps.pop();
      }
    }
  };
  visit(manifest, '');
  return found;
}

function lookUp(remembered: Remembered, text: string, name: string): string | undefined {
  const id = `${name}\0${text}`;
  if (!remembered.has(id)) remembered.set(id, credentialIn(text, name));
  return remembered.get(id);
}

/** In a list of arguments, the option that the next item is the value of. */
function flagBefore(items: readonly unknown[], index: number): string | undefined {
  const before = items[index - 1];
  return typeof before === 'string' && /^--?[A-Za-z][\w-]*$/.test(before) && !String(items[index]).startsWith('-') ? before : undefined;
}

/** What a value is called: variables and parameters of charts have their name beside it. */
function nameOf(mapping: Record<string, unknown>, key: string, { apiVersion }: Manifest): string {
  if (key === 'value' && typeof mapping.name === 'string') return mapping.name;
  return key === 'secretKey' && groupOf(apiVersion) === 'external-secrets.io' ? '' : key;
}

/** Fields that hold ciphertext, values that another rule reports, and the prose of definitions. */
const ELSEWHERE: Readonly<Record<string, RegExp>> = {
  '/Secret': /^(?:data|stringData)$|^sops\b.*\.enc$/,
  'bitnami.com/SealedSecret': /^spec\.encryptedData$/,
  'apiextensions.k8s.io/CustomResourceDefinition': /\.description$/,
};

function isElsewhereJudged(manifest: Manifest, steps: Steps): boolean {
  const type = typeOf(manifest);
  return Object.hasOwn(ELSEWHERE, type) && (ELSEWHERE[type] as RegExp).test(steps.join('.'));
}

/** The comments of a YAML file, each on its line. */
function commentsOf(text: string): string {
  if (!text.includes('#')) return '';
  return text.replace(/^.*$/gm, (line) => /(?:^|\s)#(.*)$/.exec(line)?.[1] ?? '');
}
