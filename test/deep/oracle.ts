import { parseAllDocuments } from 'yaml';

/** What is different between two trees, told in the plainest way: by path of file, by object, by leaf. Shares no code with what it judges. */
export interface Differences {
  /** Files whose text is different, on either side. */
  readonly files: readonly string[];
  /** `environment object` → leaves, `-` before and `+` after; `added`, `removed` or `changed` comes first. */
  readonly objects: ReadonlyMap<string, readonly string[]>;
}

type Tree = ReadonlyMap<string, string>;
type Mapping = Record<string, unknown>;

export function differences(before: Tree, after: Tree): Differences {
  const files = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort();
  const readable = files.filter((path) => !isDerived(path) && [before, after].every((tree) => objectsIn(tree.get(path)) !== undefined));
  const old = objectsOf(readable, before);
  const current = objectsOf(readable, after);
  const objects = new Map<string, string[]>();
  for (const key of new Set([...old.keys(), ...current.keys()])) {
    const was = old.get(key);
    const is = current.get(key);
    if (was === undefined) objects.set(key, ['added']);
    else if (is === undefined) objects.set(key, ['removed']);
    else objects.set(key, ['changed', ...leafChanges(was, is, '', hides(is)).sort()]);
  }
  return { files, objects };
}

function isDerived(path: string): boolean {
  return /^dist\/[^/]+\/(README\.md|index\.json|kustomization\.yaml)$/.test(path);
}

function objectsOf(paths: readonly string[], tree: Tree): Map<string, Mapping> {
  return new Map(
    paths.flatMap((path) => (objectsIn(tree.get(path)) ?? []).map((object): [string, Mapping] => [keyOf(path, object), object])),
  );
}

function keyOf(path: string, { apiVersion, kind, metadata }: Mapping): string {
  const { name, namespace = '' } = metadata as Mapping;
  const group = String(apiVersion).includes('/') ? String(apiVersion).split('/')[0] : '';
  return `${path.split('/')[1]} ${group}/${kind}/${namespace}/${name}`;
}

/** The objects of a text; undefined if any of it is no object. */
function objectsIn(text: string | undefined): Mapping[] | undefined {
  if (text === undefined) return [];
  const documents = parseAllDocuments(text, { version: '1.1' });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  const objects = documents.map((document) => document.toJS() as unknown);
  return objects.length > 0 && objects.every(isObject) ? (objects as Mapping[]) : undefined;
}

function isObject(value: unknown): boolean {
  const { apiVersion, kind, metadata } = (value ?? {}) as Mapping;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof (metadata as Mapping | undefined)?.name === 'string';
}

function hides({ kind }: Mapping): string | undefined {
  return kind === 'SealedSecret' ? 'spec.encryptedData' : undefined;
}

function leafChanges(before: unknown, after: unknown, path: string, hidden: string | undefined): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isMapping(before) && isMapping(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => leafChanges(before[key], after[key], step(path, key), hidden));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const old = names(before);
    const current = names(after);
    if (old === undefined || current === undefined) {
      const length = Math.max(before.length, after.length);
      return Array.from({ length }, (_, index) => leafChanges(before[index], after[index], `${path}[${index}]`, hidden)).flat();
    }
    const item = (list: readonly unknown[], name: string): unknown => list.find((entry) => (entry as Mapping).name === name);
    const both = [...new Set([...old, ...current])];
    const items = both.flatMap((name) => leafChanges(item(before, name), item(after, name), `${path}[name=${name}]`, hidden));
    return [...(isReordered(path, old, current) ? [...leaves('-', old, path), ...leaves('+', current, path)] : []), ...items];
  }
  const isHidden = hidden !== undefined && path.startsWith(hidden);
  return [...leaves('-', before, path, isHidden), ...leaves('+', after, path, isHidden)];
}

/** Where order means something, among what both have. */
function isReordered(path: string, before: readonly string[], after: readonly string[]): boolean {
  if (!path.endsWith('.env') && !path.endsWith('.initContainers')) return false;
  const rest = after.filter((name) => before.includes(name));
  return before.filter((name) => after.includes(name)).some((name, index) => rest[index] !== name);
}

/** Every scalar and every empty list or mapping below a value, with its path. */
export function leaves(sign: string, value: unknown, path: string, isHidden = false): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item, index) => leaves(sign, item, `${path}[${index}]`, isHidden));
  if (isMapping(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, item]) => leaves(sign, item, step(path, key), isHidden));
  return [`${sign}${path}=${isHidden && typeof value !== 'object' ? '"(hidden)"' : JSON.stringify(value)}`];
}

function step(path: string, key: string): string {
  if (!/^[A-Za-z_$][A-Za-z0-9_$-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The names of items, if each has one of its own. */
function names(list: readonly unknown[]): string[] | undefined {
  const found = list.map((item) => (isMapping(item) ? item.name : undefined));
  return found.every((name) => typeof name === 'string') && new Set(found).size === found.length ? (found as string[]) : undefined;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
