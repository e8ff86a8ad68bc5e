import type { Kubectl } from '../cluster/target';
import { kubectlLine } from '../drift/hint';
import { gotten } from '../drift/objects';

/** What one check of a cluster found. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'unknown';
  /** A line for each thing that is wrong. */
  readonly detail: string;
  /** What to do about it; empty where nothing is. */
  readonly next: string;
}

/** The cluster that is asked, and the environment that it is of. */
export interface Asked {
  readonly kubectl: Kubectl;
  /** Canonical id. */
  readonly environment: string;
}

/** Asks a cluster something, and says what it found as one check or several. */
export type Inspection = () => Promise<readonly Check[]>;

export function ok(name: string, detail: string): Check {
  return { name, state: 'ok', detail, next: '' };
}

export function failed(name: string, detail: string, next: string): Check {
  return { name, state: 'failed', detail, next };
}

/** What could not be asked is never fine. */
export function unknown(name: string, detail: string, next: string): Check {
  return { name, state: 'unknown', detail, next };
}

/** The check is fine unless something is wrong. */
export function unless(name: string, problems: readonly string[], fine: string, next: string): Check {
  return problems.length === 0 ? ok(name, fine) : failed(name, problems.join('\n'), next);
}

/** An object as kubectl prints it. */
export interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what the server holds, of any kind
  readonly [field: string]: any;
}

/** The objects of a list, or why it could not be read. */
export async function read(kubectl: Kubectl, ...args: readonly string[]): Promise<readonly Live[] | string> {
  return gotten(kubectl, args);
}

/** Reads a list and judges it; what cannot be read is unknown. */
export async function judged(
  kubectl: Kubectl,
  name: string,
  args: readonly string[],
  judge: (objects: readonly Live[]) => Check | readonly Check[],
): Promise<readonly Check[]> {
  const objects = await read(kubectl, ...args);
  if (typeof objects === 'string')
    return [unknown(name, objects, `may you list ${args[0]} there? ${kubectlLine(kubectl, `auth can-i list ${args[0]}`)}`)];
  return [judge(objects)].flat();
}

/** The condition of a kind, if it is there. */
export function condition(
  { status }: Live,
  type: string,
): { readonly status: string; readonly reason?: string; readonly message?: string } | undefined {
  const conditions = (status?.conditions ?? []) as readonly { type: string; status: string; reason?: string; message?: string }[];
  return conditions.find((one) => one.type === type);
}
