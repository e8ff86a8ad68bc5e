import { chartsOf, unseenPods } from '../../lib/picture/chart';
import { object, pod } from '../reach/small-world';
import { chart } from './small-membrane';

const application = (spec: Record<string, unknown>) => object('argoproj.io/v1alpha1', 'Application', 'argocd/a', { spec });
const destination = { namespace: 'edge' };

test.each([
  ['an Application of one source', application({ source: { chart: 'proxy' }, destination }), [{ name: 'proxy', namespace: 'edge' }]],
  [
    'an Application of several',
    application({ sources: [{ path: 'a' }, { chart: 'one' }, { chart: 'two' }], destination }),
    [
      { name: 'one', namespace: 'edge' },
      { name: 'two', namespace: 'edge' },
    ],
  ],
  ['an Application of a folder', application({ source: { path: 'a' }, destination }), []],
  ['an Application that tells no namespace', application({ source: { chart: 'proxy' } }), [{ name: 'proxy', namespace: '' }]],
  ['an Application that is none of Argo CD', object('kidp.example.org/v1', 'Application', 'a/b', { spec: { source: { chart: 'c' } } }), []],
  [
    'a HelmRelease',
    object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'flux/a', { spec: { chart: { spec: { chart: 'proxy' } } } }),
    [{ name: 'proxy', namespace: 'flux' }],
  ],
  [
    'a HelmRelease for another namespace',
    object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'flux/a', {
      spec: { chart: { spec: { chart: 'proxy' } }, targetNamespace: 'edge' },
    }),
    [{ name: 'proxy', namespace: 'edge' }],
  ],
  ['a pod', pod('a/b'), []],
])('the charts of %s', (_, asking, charts) => {
  expect(chartsOf([asking])).toEqual(charts);
});

test('pods of charts are one workload a namespace, which could have any labels and ports', () => {
  const pods = unseenPods([chart('two', 'edge'), chart('one', 'edge'), chart('other', 'a'), application({ source: { chart: 'lost' } })]);

  expect(pods.map(({ key }) => key)).toEqual(['a/not seen here: other', 'edge/not seen here: one, two']);
  expect(pods.flatMap(({ endpoints }) => endpoints.map(({ namespace, labels, ports }) => [namespace, `${labels}`, ports.isKnown]))).toEqual(
    [
      ['a', '*!?', false],
      ['edge', '*!?', false],
    ],
  );
});
