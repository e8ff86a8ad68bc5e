import { groupOf, typeOf } from '../../manifest/identity';
import { isMapping, type Manifest, pathOf, type Steps } from '../../manifest/manifest';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { credentialAlone, credentialNamed, credentialsIn, SHORTEST } from './credential';
import { isSecretName } from './secret-name';

export const plaintextValue: Rule = {
  id: 'secrets/plaintext-value',
  title: 'No field and no comment holds a password, a token or a private key',
  severity: 'error',
  rationale:
    'Variables, arguments, annotations, ConfigMaps, values of charts and templates of SealedSecrets are in the repository as they are (source 001, rows A15 and B50; hardening 8, bad inputs 73 and 74).',
  requirements: ['A15', 'A45', 'B50'],
  fix: 'take the value out of here and of the history, rotate it, and let a Secret bring it: valueFrom.secretKeyRef, or a mounted file',
  *check(world) {
    const looksOf = remembering((text) => credentialAlone(text) ?? '');
    const looks = (text: string): string => (text.length < SHORTEST ? '' : looksOf(text));
    const isSecret = remembering((name: string) => isSecretName(name));
    const commented = remembering((comments: string) => credentialsIn(comments));
    const credentialOf: Judge = (text, name) => looks(text) || (isSecret(name) ? credentialNamed(text, name) : undefined);
    for (const objects of documentsOf(world.objects)) {
      const reported = new Set<string>();
      for (const object of objects) {
        if (!ELSEWHERE.has(typeOf(object.manifest)) && !holdsSome(object.manifest, '', object.manifest, credentialOf)) continue;
        for (const { steps, what } of credentialsOf(object.manifest, credentialOf)) {
          reported.add(what);
          yield { object, field: pathOf(steps), message: `holds ${what}` };
        }
      }
      const [object] = objects;
      for (const { line, what } of commented(commentsOf(object.text))) {
        if (!reported.has(what)) yield { object, message: `has a comment in line ${line} that holds ${what}` };
      }
    }
  },
};

/** The documents of each file, which follow one another. */
function* documentsOf(objects: readonly WorldObject[]): Iterable<readonly [WorldObject, ...WorldObject[]]> {
  let documents: [WorldObject, ...WorldObject[]] | undefined;
  for (const object of objects) {
    if (documents?.[0].text === object.text) {
      documents.push(object);
      continue;
    }
    if (documents !== undefined) yield documents;
    documents = [object];
  }
  if (documents !== undefined) yield documents;
}

/** Most labels, values and comments come a thousand times. */
function remembering<Answer>(ask: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = ask(text);
      answers.set(text, answer);
    }
    return answer;
  };
}

/** What a text is, and what it is called; undefined for what is no credential. */
type Judge = (text: string, name: string) => string | undefined;

/** The quick answer for the many objects without any. */
function holdsSome(value: unknown, name: string, manifest: Manifest, credentialOf: Judge): boolean {
  if (typeof value === 'string') return credentialOf(value, name) !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      if (holdsSome(value[index], flagBefore(value, index) ?? name, manifest, credentialOf)) return true;
    }
    return false;
  }
  const mapping = value as Record<string, unknown>;
  const keys = Object.keys(mapping);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    if (holdsSome(mapping[key], nameOf(mapping, key, manifest), manifest, credentialOf)) return true;
  }
  return false;
}

interface Held {
  readonly steps: Steps;
  readonly what: string;
}

function credentialsOf(manifest: Manifest, credentialOf: Judge): Held[] {
  const found: Held[] = [];
  const steps: (string | number)[] = [];
  const elsewhere = ELSEWHERE.get(typeOf(manifest));
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      const what = credentialOf(value, name);
      if (what !== undefined) found.push({ steps: [...steps], what });
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        steps.push(index);
        visit(value[index], flagBefore(value, index) ?? name);
        steps.pop();
      }
    } else if (isMapping(value)) {
      for (const key of Object.keys(value)) {
        const child = value[key];
        if (typeof child !== 'string' && typeof child !== 'object') continue;
        steps.push(key);
        if (elsewhere === undefined || !elsewhere.test(steps.join('.'))) visit(child, nameOf(value, key, manifest));
        steps.pop();
      }
    }
  };
  visit(manifest, '');
  return found;
}

/** In a list of arguments, the option that the next item is the value of. */
function flagBefore(items: readonly unknown[], index: number): string | undefined {
  const [before, item] = [items[index - 1], items[index]];
  const isOption = typeof before === 'string' && /^--?[A-Za-z][\w-]*$/.test(before);
  return isOption && !(typeof item === 'string' && item.startsWith('-')) ? before : undefined;
}

/** What a value is called: variables and parameters of charts have their name beside it. */
function nameOf(mapping: Record<string, unknown>, key: string, { apiVersion }: Manifest): string {
  if (key === 'value' && typeof mapping.name === 'string') return mapping.name;
  return key === 'secretKey' && groupOf(apiVersion) === 'external-secrets.io' ? '' : key;
}

/** Fields that hold ciphertext, values that another rule reports, and the prose of definitions. */
const ELSEWHERE: ReadonlyMap<string, RegExp> = new Map([
  ['/Secret', /^(?:data|stringData)$|^sops\b.*\.enc$/],
  ['bitnami.com/SealedSecret', /^spec\.encryptedData$/],
  ['apiextensions.k8s.io/CustomResourceDefinition', /\.description$/],
]);

/** The comments of a YAML file, each on its line; nothing behind the last of them. */
function commentsOf(text: string): string {
  // Most have none, which a search from the start finds many times faster than one from the end.
  if (!text.includes('#')) return '';
  const last = text.lastIndexOf('#');
  const end = text.indexOf('\n', last);
  return text.slice(0, end < 0 ? text.length : end).replace(/^.*$/gm, (line) => /(?:^|\s)#(.*)$/.exec(line)?.[1] ?? '');
}
