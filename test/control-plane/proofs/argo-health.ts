import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';

const execute = promisify(execFile);

/** What Argo CD's own checks say of an object, with the settings of dist. */
export async function argoHealth(bed: DeliveredBed, live: Live): Promise<{ readonly status: string; readonly message: string }> {
  const folder = bed.scratch('health');
  const [object, settings] = [join(folder, 'object.json'), join(folder, 'argocd-cm.json')];
  writeFileSync(object, JSON.stringify(live));
  writeFileSync(settings, JSON.stringify(await bed.cluster.get('/api/v1/namespaces/argocd/configmaps/argocd-cm')));
  const { stdout } = await execute(
    bed.programs.path('argocd'),
    ['admin', 'settings', 'resource-overrides', 'health', object, '--argocd-cm-path', settings, '--load-cluster-settings=false'],
    { env: { ARGOCD_BINARY_NAME: 'argocd', HOME: folder } },
  );
  const field = (name: string): string => stdout.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1] ?? '';
  return { status: field('STATUS'), message: field('MESSAGE') };
}
