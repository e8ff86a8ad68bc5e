import type { Difference } from '../../cli/breakglass/difference';
import { differenceLines } from '../../cli/report/breakglass';

const ONE: Difference = {
  class: 'changed',
  object: 'apps/Deployment/kfm-api/kfm-api',
  spoken: 'Deployment kfm-api/kfm-api',
  application: 'workloads-kfm-api',
  file: 'dist/stage/workloads/kfm-api/deployment.apps_kfm-api.yaml',
  field: 'spec.replicas',
  live: 0,
  wanted: 2,
  by: 'kubectl-scale',
  component: 'kfm-api',
  owner: '@kfm/api @kfm/release',
};

test('each difference has its file, its owners and the line that explains it; what cannot be told stands below', () => {
  const fields = ['spec.template.spec.containers[name=kfm-api].image', 'metadata.labels["a.b/c"]', 'spec.ports[port=80,protocol=TCP].port'];
  const differences = [ONE, ...fields.map((field) => ({ ...ONE, field }))];
  const stranger: Difference = { ...ONE, class: 'extra', component: '', file: '', field: '', owner: '', by: 'nobody committed it' };

  const lines = differenceLines('stage', {
    differences: [...differences, stranger],
    unknown: [{ what: 'kind Secret', reason: 'forbidden' }],
  });

  expect(lines.slice(0, 2).concat(lines.slice(8))).toEqual([
    'changed  Deployment kfm-api/kfm-api spec.replicas: 0, wanted 2 (kubectl-scale)',
    `         kfm-api, ${ONE.file}, approved by @kfm/api @kfm/release; npm run explain -- stage Deployment/kfm-api/kfm-api spec.replicas`,
    'extra    Deployment kfm-api/kfm-api (nobody committed it)',
    '         no component has it yet',
    'could not be told: kind Secret: forbidden',
    '5 differences but for what is paused',
  ]);
  expect([3, 5, 7].map((at) => lines[at]?.split('kfm-api/kfm-api').at(-1))).toEqual([
    ' spec.template.spec.containers[kfm-api].image',
    ` 'metadata.labels["a.b/c"]'`,
    '',
  ]);
});
