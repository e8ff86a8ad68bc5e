import type { Manifest } from '../../lib';
import type { Kubectl } from '../cluster/target';
import type { Ran } from '../ports/programs';
import { noAnswer } from './messages';

/** The objects that `kubectl get` prints, or why it prints none. */
export async function gotten(kubectl: Kubectl, args: readonly string[]): Promise<readonly Manifest[] | string> {
  const ran = await kubectl.run(['get', ...args, '--output', 'json']);
  if (ran.status !== 0) return saidBy(ran);
  return itemsOf(ran.stdout) ?? noAnswer(`get ${args[0]}`, ran.stderr.trim());
}

export function saidBy({ status, stderr, stdout }: Ran): string {
  return stderr.trim() || stdout.trim() || `kubectl ended with ${status} without a word`;
}

/** The objects of an answer of kubectl, a list or one alone; undefined if it is something else. */
export function itemsOf(text: string): readonly Manifest[] | undefined {
  try {
    const answer = JSON.parse(text) as { items?: unknown } | null;
    const items = Array.isArray(answer?.items) ? (answer.items as unknown[]) : [answer];
    return items.every(isObject) ? items : undefined;
  } catch {
    return undefined;
  }
}

function isObject(item: unknown): item is Manifest {
  const { apiVersion, kind, metadata } = (item ?? {}) as Partial<Manifest>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}
