import type { Cluster, SecretRef } from '../../lib';
import { noPlaceFor } from '../messages';
import { classNameOf, keyOf, memberOf, wrapped } from './formatting';
import { blockAt, type Source, withEntry, withImport, withImports, withValue } from './source';
import { entriesOf, tryBlock, tryValue, withoutComments, withStrings } from './structure';

/** What a new environment is called, and what it is made from. */
export interface NewEnvironment {
  readonly name: string;
  readonly domain: string;
  readonly model: string;
  /** Facts of the model's cluster. */
  readonly facts: Cluster;
  /** Facts of the clusters of all other environments. */
  readonly others: readonly Cluster[];
  /** Whom to ask for facts of the cluster. */
  readonly ask: string;
}

const SUPER = /super\(\{/;

/** The model's text with one name in place of the model's, or both where it is not in it. */
export function renamed(text: string, { name, model }: Pick<NewEnvironment, 'name' | 'model'>): string {
  const word = new RegExp(`(?<![A-Za-z0-9])${model}(?![A-Za-z0-9])`, 'g');
  return word.test(text) ? text.replace(word, name) : `${text}-${name}`;
}

/** Key of the model's cluster among `clusters`. */
export function clusterKey(source: Source): string {
  const value = tryValue(source.text, blockAt(source, SUPER, 'super({ … })'), 'cluster') ?? '';
  const [, member, quoted] = /^clusters(?:\.(\w+)|\['([^']+)'\])$/.exec(value) ?? [];
  const key = member ?? quoted;
  if (key === undefined) throw noPlaceFor(source.path, 'cluster: clusters.NAME');
  return key;
}

/**
 * The class of a new environment: what the model's runs, as development. No comment is taken over, since it says something
 * about the model, and no file of its folder but secrets and releases, which are made anew.
 */
export function environmentSource(source: Source, created: NewEnvironment): string {
  const { name, domain, facts } = created;
  let text = withoutComments(source.text.replaceAll('\r\n', '\n'));
  const edit = (change: (source: Source) => string): void => {
    text = change({ path: source.path, text });
  };
  for (const [line, names = ''] of text.matchAll(/^import \{ ([^}]*) \} from '\.\/(?!secrets'|releases')[^']*';\n/gm)) {
    text = text.replace(line, '');
    for (const own of names.split(', ')) edit((each) => withValue(each, SUPER, own, undefined));
  }
  text = withStrings(text, (value) => underDomain(value, facts.domain, domain));
  edit((each) => withValue(each, SUPER, 'follows', undefined));
  const traits = { name: `'${name}'`, locked: 'false', data: "'synthetic'", purpose: "'development'", audience: "'internal'" };
  for (const [key, value] of Object.entries({ ...traits, cluster: memberOf('clusters', name) })) {
    edit((each) => withValue(each, SUPER, key, value));
  }
  const notifications = tryBlock(text, /notifications: \{/);
  const channel = notifications && tryValue(text, notifications, 'channel');
  if (channel !== undefined) {
    edit((each) => withValue(each, /notifications: \{/, 'channel', `'${renamed(channel.slice(1, -1), created)}'`));
  }
  const Class = /^export class \w+ extends/m;
  if (!Class.test(text)) throw noPlaceFor(source.path, 'export class … extends Environment');
  text = text
    .replace(
      Class,
      `/** Development of its own: synthetic data, mock secrets, nothing is promoted to or from it. */\nexport class ${classNameOf(name)} extends`,
    )
    .replace(/^export const releases\b/m, `/** What runs in ${name}. */\nexport const releases`);
  return text.split('\n').flatMap(wrapped).join('\n');
}

/** The releases of a class that would not fit on a page, in a file beside it. */
export function withReleasesBeside(path: string, text: string): { index: string; releases: string } | undefined {
  const [block] = /^\/\*\* What runs in [^\n]*\nexport const releases = [\s\S]*?^\} satisfies Releases;\n\n/m.exec(text) ?? [];
  if (block === undefined) return undefined;
  const own = ['type Releases', 'release'];
  const index = withImports({ path, text: text.replace(block, '') }, '../../lib', (names) => names.filter((name) => !own.includes(name)));
  const secrets = "import { secrets } from './secrets';";
  return {
    index: index.replace(secrets, `import { releases } from './releases';\n${secrets}`),
    releases: `import { type Releases, release } from '../../lib';\n\n${block.trimEnd()}\n`,
  };
}

/** The releases of a model that keeps them in a file of their own. */
export function releasesSource(text: string, { name }: NewEnvironment): string {
  return withoutComments(text.replaceAll('\r\n', '\n')).replace(
    /^export const releases\b/m,
    `/** What runs in ${name}. */\nexport const releases`,
  );
}

function underDomain(value: string, from: string, to: string): string {
  if (value === from) return to;
  return value.endsWith(`.${from}`) ? `${value.slice(0, -from.length)}${to}` : value;
}

/** Mock secrets of the names and keys that the model's have: no ciphertext goes from one cluster to another. */
export function secretsSource(secrets: Readonly<Record<string, SecretRef>>): string {
  const entries = Object.entries(secrets).flatMap(([key, { namespace, name, keys }]) =>
    wrapped(`  ${keyOf(key)}: mock(${[namespace, name, ...keys].map((each) => `'${each}'`).join(', ')}),`),
  );
  return [
    "import { mock } from '../../lib';",
    '',
    '/** Random values that seeding generates in the cluster. */',
    'export const secrets = {',
    ...entries,
    '};',
    '',
  ].join('\n');
}

/** The facts of all clusters with those of a new one: the model's shape, and nothing that is the model's own. */
export function clustersSource(source: Source, key: string, before: string | undefined, created: NewEnvironment): string {
  const { name, domain, facts, others, ask } = created;
  const clusters = blockAt(source, /export const clusters = \{/, 'export const clusters = { … }');
  const entry = entriesOf(source.text, clusters).find((each) => each.key === key);
  if (entry === undefined) throw noPlaceFor(source.path, `${key}: { … } in clusters`);
  let text = withoutComments(source.text.slice(entry.start, entry.end).replaceAll('\r\n', '\n'));
  const ranges = tryBlock(text, /ranges: \{/);
  const internal = facts.ranges.internal.every((range) => others.some((other) => other.ranges.internal.includes(range)));
  const people = internal && ranges ? tryValue(text, ranges, 'internal') : "['203.0.113.0/24']";
  const own = placeholders([facts, ...others]);
  const values: Record<string, string> = {
    name: `'${renamed(facts.name, created)}'`,
    domain: `'${domain}'`,
    certificates: "'self-signed'",
    ranges: `{ apiServer: ['${own.nodes}'], nodes: ['${own.nodes}'], pods: ['${own.pods}'], services: ['${own.services}'], internal: ${people} }`,
    ...(facts.backup && { backup: `unknown('nobody has made a bucket for it', '${ask}')` }),
    operations: [
      '{',
      ...['onCall', 'escalation'].map((field) => `      ${field}: unknown('the environment is new', '${ask}'),`),
      "      secrets: 'mock values that seeding generates in the cluster',",
      "      promotion: 'none: nothing is promoted to or from it',",
      '    }',
    ].join('\n'),
  };
  for (const [field, value] of Object.entries(values)) text = withValue({ path: source.path, text }, /: \{/, field, value);
  const lines = text
    .replace(/^[^:]*/, keyOf(name))
    .replace(
      /^( *)ranges:/m,
      "$1// Addresses that no network has, for documentation and benchmarks: the cluster's own take their place.\n$1ranges:",
    )
    .split('\n')
    .flatMap(wrapped)
    .map((line) => line.replace(/^ {2}/, ''));
  const added = withEntry(source, clusters, [...lines.slice(0, -1), `${lines.at(-1)},`], { before, apart: true });
  return withImport({ path: source.path, text: added }, '../lib', 'unknown');
}

/** Address ranges that belong to nobody (RFC 5737, RFC 2544) and to no other environment. */
function placeholders(known: readonly Cluster[]): { nodes: string; pods: string; services: string } {
  const taken = new Set(known.flatMap(({ ranges }) => [...ranges.nodes, ...ranges.pods, ...ranges.services]));
  const blocks = Array.from({ length: 16 }, (_, index) => ({
    nodes: `198.51.100.${16 * index}/28`,
    pods: `198.18.${16 * index}.0/20`,
    services: `198.19.${16 * index}.0/20`,
  }));
  const free = blocks.find((block) => Object.values(block).every((range) => !taken.has(range)));
  if (free === undefined) throw noPlaceFor('envs/clusters.ts', 'placeholder range left; 16 clusters still have theirs');
  return free;
}

/** The environments with one more, before another. */
export function loadersSource(source: Source, before: string | undefined, name: string): string {
  const block = blockAt(source, /export const environments\b[^=]*= \{/, 'export const environments = { … }');
  return withEntry(source, block, [`${keyOf(name)}: async () => (await import('./${name}')).${classNameOf(name)},`], { before });
}
