import type { Manifest } from '../../lib/manifest/manifest';
import { application, object, told } from './told';

describe('an Application', () => {
  test.each<[string, Manifest, Manifest, string]>([
    [
      'that begins to prune',
      application('a', 'x', { automated: { prune: false } }),
      application('a', 'x', { automated: { prune: true } }),
      'deletion: prunes by itself from now on, also what left earlier: spec.syncPolicy.automated.prune false → true',
    ],
    [
      'that stops',
      application('a', 'x', { automated: { prune: true } }),
      application('a', 'x'),
      'configuration: applies nothing by itself any more; no longer prunes by itself: spec.syncPolicy.automated removed, was {"prune":true}',
    ],
    [
      'that loses its whole policy',
      application('a', 'x', { automated: { selfHeal: true } }),
      object('argoproj.io/v1alpha1', 'Application', 'a', { spec: { source: { path: 'dist/test/x' } } }),
      'configuration: applies nothing by itself any more; no longer corrects by itself what somebody changes by hand: spec.syncPolicy removed, was {"automated":{"selfHeal":true}}',
    ],
    [
      'that becomes automated',
      application('a', 'x'),
      application('a', 'x', { automated: { selfHeal: true } }),
      'configuration: applies by itself what is merged from now on; corrects by itself what somebody changes by hand from now on: spec.syncPolicy.automated added: {"selfHeal":true}',
    ],
    [
      'that no longer heals',
      application('a', 'x', { automated: { selfHeal: true } }),
      application('a', 'x', { automated: { selfHeal: false } }),
      'configuration: no longer corrects by itself what somebody changes by hand: spec.syncPolicy.automated.selfHeal true → false',
    ],
    [
      'of another folder',
      application('a', 'x'),
      application('a', 'y'),
      'deletion: delivers from or to another place, and what only the former one holds is pruned or left behind: spec.source.path dist/test/x → dist/test/y',
    ],
    [
      'that begins to cascade',
      application('a', 'x'),
      application('a', 'x', { metadata: { finalizers: ['resources-finalizer.argocd.argoproj.io'] } }),
      'deletion: whoever deletes it now deletes all that it synced',
    ],
  ])('%s', (_, before, after, text) => {
    expect(told(before, after)).toEqual([text]);
  });

  const spec = (fields: object): Manifest => object('argoproj.io/v1alpha1', 'Application', 'a', { spec: fields });
  const ELSEWHERE = 'deletion: delivers from or to another place, and what only the former one holds is pruned or left behind';
  const FEWER = 'deletion: reads fewer files of its folder, and what the others held is pruned or left behind';

  test.each<[string, object, object, string]>([
    [
      'of a folder at another revision',
      { source: { path: 'x', targetRevision: 'main' } },
      { source: { path: 'x', targetRevision: 'feature' } },
      `${ELSEWHERE}: spec.source.targetRevision main → feature`,
    ],
    [
      'of a folder among several sources',
      { sources: [{ chart: 'c' }, { path: 'x', targetRevision: 'main' }] },
      { sources: [{ chart: 'c' }, { path: 'x', targetRevision: 'feature' }] },
      `${ELSEWHERE}: spec.sources[1].targetRevision main → feature`,
    ],
    [
      'of a folder instead of a chart',
      { source: { name: 's', chart: 'c' } },
      { source: { name: 's', path: 'x' } },
      `${ELSEWHERE}: spec.source.chart removed, was c, spec.source.path added: x`,
    ],
    [
      'that has another list of sources',
      { sources: [{ path: 'x' }, { path: 'y' }] },
      { sources: [{ path: 'x' }] },
      `${ELSEWHERE}: spec.sources[1] removed, was {"path":"y"}`,
    ],
    [
      'that excludes files',
      { source: { path: 'x', directory: { recurse: true } } },
      { source: { path: 'x', directory: { recurse: true, exclude: 'postgres*' } } },
      `${FEWER}: spec.source.directory.exclude added: postgres*`,
    ],
    [
      'that includes some files alone',
      { sources: [{ name: 'own', path: 'x' }] },
      { sources: [{ name: 'own', path: 'x', directory: { include: 'a*' } }] },
      `${FEWER}: spec.sources[name=own].directory added: {"include":"a*"}`,
    ],
    [
      'that no longer reads subfolders',
      { source: { path: 'x', directory: { recurse: true } } },
      { source: { path: 'x' } },
      `${FEWER}: spec.source.directory removed, was {"recurse":true}`,
    ],
    [
      'that reads more files',
      { source: { path: 'x', directory: { exclude: 'a*' } } },
      { source: { path: 'x', directory: { recurse: true } } },
      'configuration: spec.source.directory.exclude removed, was a*, spec.source.directory.recurse added: true',
    ],
    [
      'that overlooks what somebody does by hand',
      {},
      { ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'shop', jqPathExpressions: ['.spec'] }] },
      'configuration: no longer corrects by itself what somebody changes by hand in apps/Deployment shop: .spec',
    ],
    [
      'that overlooks one thing less and another more',
      { ignoreDifferences: [{ kind: 'Secret', jsonPointers: ['/data'] }] },
      { ignoreDifferences: [{ kind: 'Service', managedFieldsManagers: ['edge'] }] },
      'configuration: no longer corrects by itself what somebody changes by hand in /Service: edge; compares again /Secret: /data',
    ],
  ])('%s', (_, before, after, text) => {
    expect(told(spec(before), spec(after))).toEqual([text]);
  });

  test('of a chart in another version, with other values', () => {
    const chart = (targetRevision: string, days: string): Manifest =>
      object('argoproj.io/v1alpha1', 'Application', 'monitoring', {
        spec: { source: { chart: 'stack', targetRevision, helm: { valuesObject: { retention: days } } } },
      });

    expect(told(chart('1.0.0', '10d'), chart('2.0.0', '30d'))).toEqual([
      'image: targetRevision 1.0.0 → 2.0.0; what the chart renders then, and which pods it rolls, dist does not say',
      'configuration: values.retention 10d → 30d',
    ]);
  });
});
