import { keptField } from '../../../cli/explain/kept';
import type { FileSystem } from '../../../cli/ports/file-system';
import { emitYaml, type LaidOut, type Manifest, paused } from '../../../lib';

const manifest: Manifest = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'a', namespace: 'argocd' },
  spec: { project: 'one', syncPolicy: { automated: { prune: true } } },
};
const object = { manifest, path: 'apps/a.yaml', text: emitYaml(manifest), unit: { folder: 'apps', component: 'a' } } as unknown as LaidOut;
const development = { name: 'dev', traits: { locked: false } } as Parameters<typeof keptField>[1];

function kept(published: Manifest | undefined, ...steps: string[]): unknown {
  const fs = { kindOf: () => published && 'file', read: () => published && emitYaml(published) } as unknown as FileSystem;
  return keptField({ fs, root: '/' }, development, object, steps);
}

describe('what dist has of a field', () => {
  test('is nothing to tell where it is what the class gives', () => {
    expect(kept(manifest, 'spec', 'project')).toBeUndefined();
    expect(kept(paused(manifest, ['INC-7']), 'spec', 'project')).toBeUndefined();
  });

  test('is told where it is not, and where the object is not there', () => {
    const other = { ...manifest, spec: { project: 'two' } };

    expect(kept(other, 'spec', 'project')).toEqual({ value: 'two', isThere: true, isLocked: false, pausedBy: [] });
    expect(kept(undefined, 'spec', 'project')).toEqual({ value: undefined, isThere: false, isLocked: false, pausedBy: [] });
  });

  test('names the open records that pause an Application, unless there is more to it', () => {
    const other = { ...manifest, spec: { ...(manifest.spec as object), syncPolicy: { automated: { prune: false } } } };

    expect(kept(paused(manifest, ['INC-7']), 'spec', 'syncPolicy', 'automated')).toMatchObject({ value: undefined, pausedBy: ['INC-7'] });
    expect(kept(paused(other, ['INC-7']), 'spec', 'syncPolicy', 'automated')).toMatchObject({ pausedBy: [] });
  });
});
