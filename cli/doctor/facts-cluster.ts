import type { Kubectl } from '../cluster/target';
import { gotten, saidBy } from '../drift/objects';
import { type Discovery, discover, type Resource } from '../drift/resources';
import type { Live } from '../verify/check';
import type { ClusterFacts, Unread } from './facts';
import { KINDS, type KindName, wordsFor } from './kinds';

/** Kinds that are asked for at a time. */
const AT_ONCE = 6;

/** Everything that checks read of a cluster, each list once. Nothing is written, and no value of a Secret is read. @throws {Refusal} if it says nothing */
export async function clusterFacts(kubectl: Kubectl): Promise<ClusterFacts> {
  const discovery = await discover(kubectl);
  const [lists, version, isAdministrator] = await Promise.all([listsOf(kubectl, discovery), versionOf(kubectl), mayAll(kubectl)]);
  return {
    server: kubectl.server,
    lists,
    served: new Set(discovery.resources.map(({ kind, group }) => `${kind}.${group}`)),
    gap: discovery.gap,
    version,
    isAdministrator,
  };
}

async function listsOf(kubectl: Kubectl, { resources, gap }: Discovery): Promise<Map<KindName, readonly Live[] | Unread>> {
  const known = new Set(resources.map(nameOf));
  const lists = new Map<KindName, readonly Live[] | Unread>();
  const queue = Object.keys(KINDS) as KindName[];
  const next = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const isServed = known.has(KINDS[name].resource);
      lists.set(name, isServed ? await listed(kubectl, name) : gap === '' ? [] : { problem: gap });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return lists;
}

function nameOf({ plural, group }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

async function listed(kubectl: Kubectl, name: KindName): Promise<readonly Live[] | Unread> {
  if ('namesOnly' in KINDS[name]) return namesOf(kubectl, name);
  const found = await gotten(kubectl, wordsFor(name));
  if (typeof found === 'string') return { problem: found };
  return withoutNulls(found) as readonly object[] as readonly Live[];
}

/** What is null is not there: so lists and mappings have one way to be empty. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutNulls(one)])) as T;
}

/** Names as the server prints them in a table: namespace, name and what does not matter here. */
async function namesOf(kubectl: Kubectl, name: KindName): Promise<readonly Live[] | Unread> {
  const ran = await kubectl.run(['get', ...wordsFor(name)]);
  if (ran.status !== 0) return { problem: saidBy(ran) };
  const { kind } = KINDS[name];
  return ran.stdout.split('\n').flatMap((line) => {
    const [namespace, object] = line.trim().split(/\s+/);
    return namespace === undefined || object === undefined ? [] : [{ kind, metadata: { namespace, name: object } }];
  });
}

async function versionOf(kubectl: Kubectl): Promise<string | Unread> {
  const ran = await kubectl.run(['get', '--raw', '/version']);
  if (ran.status !== 0) return { problem: saidBy(ran) };
  try {
    const { major, minor, emulationMajor, emulationMinor } = JSON.parse(ran.stdout) as Readonly<Record<string, string>>;
    return `${emulationMajor ?? major}.${emulationMinor ?? minor}`.replace(/\+$/, '');
  } catch {
    return { problem: 'the server answered /version with no JSON' };
  }
}

async function mayAll(kubectl: Kubectl): Promise<boolean | Unread> {
  const ran = await kubectl.run(['auth', 'can-i', '*', '*', '--all-namespaces']);
  // Behind "no" stands the reason of an authorizer that gives one.
  const [, answer] = /^(yes|no)\b/.exec(ran.stdout.trim()) ?? [];
  return answer === undefined ? { problem: saidBy(ran) } : answer === 'yes';
}
