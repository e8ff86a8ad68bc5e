import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { doctor } from '../../../cli/commands/doctor';
import { type Result, spokenAbout } from '../../../cli/doctor/finding';
import type { Step } from '../../../cli/doctor/path';
import { context } from '../../cli/run';
import { variablesOn } from '../harness/command';
import type { DeliveredBed } from '../harness/delivered-bed';

const CONTEXT = 'kind-e2e';

/** Where the edge's stand-in says that it is. */
const EDGE = '192.0.2.80';

/** What one run of the command said. */
export interface Visit {
  readonly status: number;
  readonly results: readonly Result[];
  readonly steps: readonly Step[];
}

export interface VisitProps {
  readonly service?: string;
  /** Hosts that DNS does not know. The others have the address of the edge: nobody is asked outside. */
  readonly nameless?: readonly string[];
  readonly kubeconfig?: string;
}

/** The command on what was published, where the sealed files are those of this control plane. */
export async function visit(bed: DeliveredBed, { service, nameless = [], kubeconfig }: VisitProps = {}): Promise<Visit> {
  const { context: given, stdout } = context(workOf(bed), variablesOn(bed, kubeconfig));
  const lookup = async (host: string): Promise<readonly string[]> => {
    if (nameless.includes(host)) throw Object.assign(new Error(host), { code: 'ENOTFOUND' });
    return [EDGE];
  };
  const options = { env: bed.name, context: CONTEXT, json: true, ...(service !== undefined && { service }) };
  const status = await doctor(bed.name, options, given, lookup);
  const { results = [], steps = [] } = JSON.parse(stdout()) as Partial<Visit>;
  return { status, results, steps };
}

/** What is not fine, as `check object`. */
export function told(results: readonly Result[]): string[] {
  return results
    .filter(({ status }) => status === 'problem' || status === 'unknown')
    .map(({ check, about, found }) => `${check} ${about === undefined ? found : spokenAbout(about)}`);
}

/** Lets the clone know the repository by its own address, as people's clones do. Returns how to forget it. */
export function knowing(bed: DeliveredBed): () => void {
  const { url, revision } = bed.environment.delivery.repositoryIn(bed.environment.catalogue);
  const git = (...args: readonly string[]): void => void spawnSync('git', ['-C', workOf(bed), ...args]);
  git('remote', 'add', 'platform', url);
  git('update-ref', `refs/remotes/platform/${revision}`, 'HEAD');
  return () => git('remote', 'remove', 'platform');
}

function workOf(bed: DeliveredBed): string {
  return join(bed.processes.folder, 'work');
}
