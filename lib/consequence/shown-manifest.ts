import { isMapping, type Manifest, ownValue } from '../manifest/manifest';
import type { Consequence } from './consequence';
import { credentialIn, HIDDEN, isSecretKey, isSecretLike, isSecretName, isSecretOption, looksSecret } from './secrecy';
import { named } from './wording';

/** What stands in place of a hidden value that is another one than before. */
export const HIDDEN_ANEW = '(hidden, another one than before)';

/** Copies of a whole object, which hold whatever the object holds. */
const WHOLE_OBJECT = 'kubectl.kubernetes.io/last-applied-configuration';

/** Both sides of an object as people may read them; one is absent where there is no object. */
export interface ShownSides {
  readonly before?: Manifest;
  readonly after?: Manifest;
}

/**
 * Both sides of an object with what nobody should meet in a page hidden: values of secrets and ciphertext, credentials in texts, and
 * what is called like one in ConfigMaps and variables. Keys are left, and a hidden value that changed says so.
 */
export function shownSides(before: Manifest | undefined, after: Manifest | undefined): ShownSides {
  return {
    ...(before && { before: shownManifest(before, undefined) }),
    ...(after && { after: shownManifest(after, before) }),
  };
}

/** A text of no object, a line at a time: lines with credentials hidden. */
export function withoutCredentials(text: string): string {
  if (looksSecret('', text)) return HIDDEN;
  return text
    .split('\n')
    .map((line) => (credentialIn(line) ? HIDDEN : line))
    .join('\n');
}

/** What a consequence says, unless that repeats what is hidden of its object: then the fields alone. @param hidden as `hiddenLines` tells */
export function shownSummary({ summary, fields }: Pick<Consequence, 'summary' | 'fields'>, hidden: readonly string[]): string {
  const repeats = hidden.some((line) => summary.includes(line.slice(0, AS_TOLD).trimEnd()));
  return repeats || credentialIn(summary) ? `${HIDDEN}: ${named(fields)}` : summary;
}

/** Summaries cut long values, but not before. */
const AS_TOLD = 30;

/** The lines of all texts in a value of which nothing is left in what is shown of it. */
export function hiddenLines(value: unknown, shown: unknown): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => hiddenLines(item, isObject(shown) ? shown[key] : undefined));
  }
  if (value === shown) return [];
  const left = new Set(String(shown).split('\n'));
  const lines = String(value)
    .split('\n')
    .filter((line) => !left.has(line));
  return lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line.length > 2);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shownManifest(manifest: Manifest, former: Manifest | undefined): Manifest {
  const { kind } = manifest;
  const entries = Object.entries(manifest).map(([key, value]): [string, unknown] => {
    const was = at(former, key);
    if (kind === 'Secret' && /^(?:data|stringData)$/.test(key)) return [key, masked(value, was, former !== undefined)];
    if (key === 'sops' || (kind === 'ConfigMap' && key === 'binaryData')) return [key, masked(value, was, former !== undefined)];
    if (kind === 'ConfigMap' && key === 'data') return [key, settings(value, was, former !== undefined)];
    if (kind === 'SealedSecret' && key === 'spec' && isMapping(value)) {
      const encryptedData = masked(value.encryptedData, at(was, 'encryptedData'), former !== undefined);
      const rest = shown(value, was, former !== undefined) as object;
      return [key, 'encryptedData' in value ? { ...rest, encryptedData } : rest];
    }
    return [key, shown(value, was, former !== undefined)];
  });
  return Object.fromEntries(entries) as unknown as Manifest;
}

function hidden(value: unknown, was: unknown, hasFormer: boolean): string {
  return !hasFormer || JSON.stringify(value) === JSON.stringify(was) ? HIDDEN : HIDDEN_ANEW;
}

/** Every value below hidden, keys left. */
function masked(value: unknown, was: unknown, hasFormer: boolean): unknown {
  if (Array.isArray(value)) return value.map((item, index) => masked(item, Array.isArray(was) ? was[index] : undefined, hasFormer));
  if (!isMapping(value)) return hidden(value, was, hasFormer);
  return mapped(value, (item, key) => masked(item, at(was, key), hasFormer));
}

/** Texts of a ConfigMap by key: of those that look secret nothing is left, of others the lines that do not. */
function settings(value: unknown, was: unknown, hasFormer: boolean): unknown {
  if (!isMapping(value)) return masked(value, was, hasFormer);
  return mapped(value, (text, key) => {
    const former = at(was, key);
    if (typeof text !== 'string') return masked(text, former, hasFormer);
    if (looksSecret(key, text)) return hidden(text, former, hasFormer);
    const known = new Set(typeof former === 'string' ? former.split('\n') : []);
    const isSecret = secretLines();
    const line = (each: string): string =>
      isSecret(each) ? `${INDENT.exec(each)?.[0]}${hidden(each, known.has(each) ? each : '', hasFormer)}` : each;
    return text.split('\n').map(line).join('\n');
  });
}

/** Asked for line after line: whether one may hold a secret, or is in the block of text that such a line begins. */
function secretLines(): (line: string) => boolean {
  let block: number | undefined;
  return (line) => {
    const indent = line.search(/\S|$/);
    if (block !== undefined && (indent > block || indent === line.length)) return indent < line.length;
    const isSecret = isSecretLike(line);
    block = isSecret && /[|>][-+\d]*\s*$/.test(line) ? indent : undefined;
    return isSecret;
  };
}

const INDENT = /^\s*/;

/** Anything else: texts with a credential hidden, and what is called like one or follows an option that is. */
function shown(value: unknown, was: unknown, hasFormer: boolean): unknown {
  if (typeof value === 'string') return credentialIn(value) ? hidden(value, was, hasFormer) : value;
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const former = partner(item, index, was);
      return isSecretOption(value[index - 1]) ? masked(item, former, hasFormer) : shown(item, former, hasFormer);
    });
  }
  if (!isMapping(value)) return value;
  const isVariable = typeof value.name === 'string' && isSecretName(value.name);
  // An ExternalSecret says there under which key what it fetches is put.
  const isNamed = (key: string): boolean => isSecretKey(key) && !(key === 'secretKey' && 'remoteRef' in value);
  return mapped(value, (item, key) => {
    const former = at(was, key);
    const isScalar = typeof item === 'string' || typeof item === 'number';
    const isHidden = key === WHOLE_OBJECT || (isScalar && ((isVariable && key === 'value') || isNamed(key)));
    return isHidden ? hidden(item, former, hasFormer) : shown(item, former, hasFormer);
  });
}

/** What an item of a list was: by name, as lists of named items are compared, else by its place. */
function partner(item: unknown, index: number, was: unknown): unknown {
  if (!Array.isArray(was)) return undefined;
  if (!isMapping(item) || typeof item.name !== 'string') return was[index];
  return was.find((other) => isMapping(other) && other.name === item.name);
}

function at(value: unknown, key: string): unknown {
  return isMapping(value) ? ownValue(value, key) : undefined;
}

function mapped(mapping: Readonly<Record<string, unknown>>, value: (item: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).map(([key, item]) => [key, value(item, key)]));
}
