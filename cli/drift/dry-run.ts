import { type Manifest, OURS, objectKey } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { noAnswer, notInAnswer } from './messages';
import { itemsOf } from './objects';

/** Objects that one call of kubectl carries. */
const BATCH = 100;

export interface DryRun {
  /** What the server would make of each object, by its key. */
  readonly answers: ReadonlyMap<string, Manifest>;
  /** Why there is no answer, by key. */
  readonly problems: ReadonlyMap<string, string>;
}

/** What the server would have after Argo CD applied these objects: asked in its name. Nothing is written. */
export async function dryRun(kubectl: Kubectl, manifests: readonly Manifest[]): Promise<DryRun> {
  const answers = new Map<string, Manifest>();
  const problems = new Map<string, string>();
  for (let from = 0; from < manifests.length; from += BATCH) {
    await applied(kubectl, manifests.slice(from, from + BATCH), answers, problems);
  }
  return { answers, problems };
}

/**
 * kubectl goes on after an object that the server refuses, but then prints none of the others: the batch is halved until those that are
 * refused stand alone. Where all of them were refused, each line of its complaint is one object's.
 */
async function applied(
  kubectl: Kubectl,
  batch: readonly Manifest[],
  answers: Map<string, Manifest>,
  problems: Map<string, string>,
): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: batch });
  const { status, stdout, stderr } = await kubectl.run(
    [
      ...['apply', '--server-side', '--dry-run=server', '--force-conflicts', '--field-manager', OURS],
      ...['--show-managed-fields', '--output', 'json', '--filename', '-'],
    ],
    { input },
  );
  if (status === 0) {
    const items = itemsOf(stdout);
    for (const item of items ?? []) answers.set(objectKey(item), item);
    const missing = items === undefined ? noAnswer('apply --dry-run=server', stderr.trim()) : notInAnswer();
    for (const manifest of batch) if (!answers.has(objectKey(manifest))) problems.set(objectKey(manifest), missing);
    return;
  }
  const complaints = stderr.split('\n').filter((line) => COMPLAINT.test(line));
  if (batch.length === 1 || complaints.length === batch.length) {
    for (const [index, manifest] of batch.entries())
      problems.set(objectKey(manifest), (complaints[index] ?? stderr.trim()) || `kubectl ended with ${status}`);
    return;
  }
  if (NOBODY_THERE.test(stderr)) {
    for (const manifest of batch) problems.set(objectKey(manifest), stderr.trim());
    return;
  }
  const half = Math.ceil(batch.length / 2);
  await applied(kubectl, batch.slice(0, half), answers, problems);
  await applied(kubectl, batch.slice(half), answers, problems);
}

const COMPLAINT = /^(?:Error from server|error: |resource mapping not found)/i;

/** What is no answer of the server: halving the batch would wait as long again for each half. */
const NOBODY_THERE =
  /unable to connect|connection refused|connection reset|no route to host|i\/o timeout|deadline exceeded|request canceled|TLS handshake|no such host|Unauthorized|the server is currently unable/i;
