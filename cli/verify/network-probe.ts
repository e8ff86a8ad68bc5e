import { randomBytes } from 'node:crypto';
import type { Metadata } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { kubectlLine } from '../drift/hint';
import { gotten, saidBy } from '../drift/objects';
import type { Ran } from '../ports/programs';
import { type Check, failed, ok, unknown } from './check';
import { denyAll, PROBES, probeNamespace, probePods, SERVER_PORT } from './probe-objects';

const NAME = 'network policies';

/** Seconds that images may take to come, and a policy to be enforced. */
export interface Patience {
  readonly start: number;
  readonly enforce: number;
}

/** How a connection from one pod to another went; anything else than `open` and `closed` is the words of what hindered it. */
type Connection = 'open' | 'closed' | { readonly hindered: string };

/**
 * Proves that NetworkPolicies are enforced: in a namespace of its own two pods reach each other, and no longer do once a policy denies it.
 * What does not start proves nothing. The namespace goes in any case, and so do those that probes of an hour ago and more left: a younger one
 * may be somebody's who is probing now. Clusters elsewhere are not probed, since it takes pods.
 */
export async function networkPolicies(kubectl: Kubectl, image: string | undefined, patience: Patience): Promise<readonly Check[]> {
  if (!kubectl.isLocal) return [unknown(NAME, 'the probe makes pods; it is run on local clusters only', 'probe by hand, where you may')];
  if (image === undefined) return [unknown(NAME, 'dist has no image of nginx-unprivileged to probe with', 'probe by hand')];
  const namespace = `verify-${randomBytes(4).toString('hex')}`;
  const namespaces = [namespace, ...(await abandoned(kubectl))];
  const remove = (): Promise<Ran> => kubectl.run(['delete', 'namespace', ...namespaces, '--ignore-not-found', '--wait=false']);
  const found = await probe(kubectl, namespace, image, patience).catch(async (error) => {
    await remove();
    throw error;
  });
  const removed = await remove();
  return removed.status === 0 ? [found] : [found, leftOver(kubectl, namespaces, saidBy(removed))];
}

const HOUR = 3_600_000;

/** Namespaces of probes that nobody waits for any more. */
async function abandoned(kubectl: Kubectl): Promise<string[]> {
  const found = await gotten(kubectl, ['namespaces', '--selector', PROBES]);
  // What cannot be listed now can be taken away by the next run.
  if (typeof found === 'string') return [];
  return found
    .map(({ metadata }) => metadata)
    .filter(isOld)
    .map(({ name }) => name);
}

function isOld({ creationTimestamp }: Metadata): boolean {
  return Date.now() - Date.parse(String(creationTimestamp)) > HOUR;
}

function leftOver(kubectl: Kubectl, namespaces: readonly string[], said: string): Check {
  return failed('probe namespaces', `not deleted: ${said}`, kubectlLine(kubectl, `delete namespace ${namespaces.join(' ')}`));
}

async function probe(kubectl: Kubectl, namespace: string, image: string, { start, enforce }: Patience): Promise<Check> {
  const apply = (...items: object[]) =>
    kubectl.run(['create', '--filename', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
  const made = await apply(probeNamespace(namespace), ...probePods(namespace, image));
  if (made.status !== 0) return unknown(NAME, `the probe could not be made: ${saidBy(made)}`, 'may you create namespaces and pods?');

  const ready = await kubectl.run([
    ...[
      'wait',
      'pod',
      '--all',
      '--namespace',
      namespace,
      '--for',
      'condition=Ready',
      '--timeout',
      `${start}s`,
      `--request-timeout=${start + 5}s`,
    ],
  ]);
  if (ready.status !== 0)
    return unknown(NAME, `the pods of the probe did not start in ${start} s: ${saidBy(ready)}`, 'is the image there?');
  const address = await kubectl.run(['get', 'pod', 'server', '--namespace', namespace, '--output', 'jsonpath={.status.podIP}']);
  const connect = (): Promise<Connection> => connection(kubectl, namespace, address.stdout.trim());

  const before = await until(connect, (found) => found === 'open', enforce);
  if (before !== 'open') return unknown(NAME, `without a policy the pods of the probe do not reach each other: ${words(before)}`, NO_PROOF);
  const denied = await apply(denyAll(namespace));
  if (denied.status !== 0) return unknown(NAME, `the policy of the probe could not be made: ${saidBy(denied)}`, NO_PROOF);
  const after = await until(connect, (found) => found === 'closed', enforce);
  if (after === 'open') {
    return failed(
      NAME,
      `a policy that denies everything let a connection through, ${enforce} s after it was made`,
      'install a network plug-in that enforces them',
    );
  }
  return after === 'closed'
    ? ok(NAME, 'a connection that worked no longer does once a policy denies it')
    : unknown(NAME, words(after), NO_PROOF);
}

const NO_PROOF = 'then nothing is proved of policies; run verify again, or probe by hand';

/** Asks in the pod itself, so that what hinders kubectl is not taken for a policy. */
async function connection(kubectl: Kubectl, namespace: string, address: string): Promise<Connection> {
  const script = `wget -q -T 3 -O /dev/null http://${address.includes(':') ? `[${address}]` : address}:${SERVER_PORT}/ && echo open || echo closed`;
  const ran = await kubectl.run(['exec', 'client', '--namespace', namespace, '--', 'sh', '-c', script]);
  const said = ran.stdout.trim();
  return ran.status === 0 && (said === 'open' || said === 'closed') ? said : { hindered: saidBy(ran) };
}

function words(found: Connection): string {
  return typeof found === 'string' ? `it is ${found}` : found.hindered;
}

async function until(look: () => Promise<Connection>, isDone: (found: Connection) => boolean, seconds: number): Promise<Connection> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (isDone(found) || Date.now() >= end) return found;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
