import { diagnose } from '../../../cli/doctor/diagnose';
import type { Facts } from '../../../cli/doctor/facts';
import { namesOf } from '../../../cli/doctor/facts-names';
import { pathTo } from '../../../cli/doctor/path';
import { serviceNamed } from '../../../cli/doctor/service-named';
import { printPath } from '../../../cli/doctor/table';
import { terminal } from '../../../cli/report/terminal';
import type { Live } from '../../../cli/verify/check';
import { DIST, LISTS, live, soundFacts, withLists } from './sound';

function printed(facts: Facts): string {
  const lines: string[] = [];
  const service = serviceNamed(facts, 'ui');
  printPath('web/ui', pathTo(facts, service, diagnose(facts)), terminal({ write: (text) => lines.push(text) }, { write: () => {} }, {}));
  return lines.join('');
}

test('the way of a request is told from its name to what its pods call', () => {
  expect(printed(soundFacts())).toMatchInlineSnapshot(`
" 1 ✓ ok      name       it.example.org
 2 ✓ ok      way in     HTTPRoute web/ui
 3 ✓ ok      Service    Service web/ui
 4 ✓ ok      selector   app.kubernetes.io/name=ui
 5 ✓ ok      endpoints  Service web/ui
 6 ✓ ok      pods       Deployment web/ui
 7 ✓ ok      ports      80 to http
 8 ✓ ok      policies   Deployment web/ui
 9 ✓ ok      secrets    Secret web/ui-credentials
10 ✓ ok      calls      nothing of it
nothing was found to be wrong on the way to web/ui
"
`);
});

test('it breaks at the first step at which something is wrong', () => {
  const facts = withLists({ services: [live(DIST.service, { spec: { ...(DIST.service.spec as object), selector: { app: 'iu' } } })] });

  expect(printed(facts)).toMatchInlineSnapshot(`
" 1 ✓ ok      name       it.example.org
 2 ✓ ok      way in     HTTPRoute web/ui
 3 ✓ ok      Service    Service web/ui
 4 ✗ problem selector   app=iu
  service/selector  Service web/ui
      found     it asks for app=iu: no pod has that; Deployment ui has app=none
      expected  a selector that its pods have, and no others
      next      kubectl --context kind-it --namespace web get pods --show-labels; npm run drift -- it --context kind-it says who changed it; dist has the selector of Service ui
 5 ✓ ok      endpoints  Service web/ui
 6 ✓ ok      pods       Deployment web/ui
 7 ✓ ok      ports      80 to http
 8 ✓ ok      policies   Deployment web/ui
 9 ✓ ok      secrets    Secret web/ui-credentials
10 ✓ ok      calls      nothing of it
the way to web/ui breaks at 4 selector
"
`);
});

test('of a cluster that was not asked it does not say that nothing is wrong', () => {
  expect(printed(soundFacts({ live: undefined }))).toMatch(
    /nothing was found to be wrong on the way to web\/ui; 9 of 10 steps were not asked\n$/,
  );
});

test('why the cluster was not asked is said once', () => {
  const text = printed(soundFacts({ live: { problem: 'connection refused' } }));

  expect(text.match(/connection refused/g)).toHaveLength(1);
  expect(text).toContain('at 2 way in it could not be told');
});

test('policies that nobody understands leave that step open', () => {
  const odd = live(DIST.closed, {
    spec: { podSelector: { matchExpressions: [{ key: 'a', operator: 'Like' }] }, policyTypes: ['Ingress'] },
  });
  const text = printed(withLists({ networkPolicies: [odd, live(DIST.fromEdge), live(DIST.toUi)] }));

  expect(text).toMatch(/ 8 \? unknown policies/);
  expect(text).toContain('at 8 policies it could not be told');
});

test('a claim that its pods wait for belongs to the way, that of another workload does not', () => {
  const [pod] = LISTS.pods as [Live];
  const claim = (name: string): Live =>
    ({
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: 'web' },
      spec: { storageClassName: 'slow' },
      status: {},
    }) as unknown as Live;
  const pods = [{ ...pod, spec: { ...pod.spec, volumes: [{ persistentVolumeClaim: { claimName: 'own' } }] } }];
  const text = printed(withLists({ pods, claims: [claim('own'), claim('data-ui-0')] }));

  expect(text).toContain('workload/claim  PersistentVolumeClaim web/own');
  expect(text).not.toContain('data-ui-0');
  expect(text).toContain('breaks at 6 pods');
});

test.each([
  ['web/iu', '--service web/iu: it has no such Service; did you mean "web/ui"?'],
  ['nothing-like-it', '--service nothing-like-it: it has no such Service; there are web/ui'],
])('a Service %s that there is not is refused', (name, message) => {
  expect(() => serviceNamed(soundFacts(), name)).toThrow(message);
});

test('a name that several have is refused with all of them, and one that has no Service with what to do', () => {
  const other = { ...DIST.service, metadata: { name: 'ui', namespace: 'other' } };
  const worker = { ...DIST.deployment, metadata: { name: 'worker', namespace: 'web', labels: { 'app.kubernetes.io/name': 'worker' } } };
  const facts = soundFacts({ dist: [DIST.service, other, worker] });

  expect(() => serviceNamed(facts, 'ui')).toThrow('--service ui: there are web/ui and other/ui; expected one of them');
  expect(() => serviceNamed(facts, 'worker')).toThrow('--service worker: the component has no Service');
  const called = { ...DIST.service, metadata: { name: 'ui-http', namespace: 'web', labels: { 'app.kubernetes.io/name': 'front' } } };
  expect(serviceNamed(soundFacts({ dist: [called] }), 'front').metadata.name).toBe('ui-http');
  expect(serviceNamed(facts, 'other/ui').metadata.namespace).toBe('other');
});

test('a name that is not there is an answer of DNS; one that comes too late, or an error, is none', async () => {
  const lookup = (host: string): Promise<readonly string[]> => {
    if (host === 'here') return Promise.resolve(['192.0.2.1']);
    if (host === 'late') return new Promise(() => {});
    return Promise.reject(Object.assign(new Error(host), { code: host === 'gone' ? 'ENOTFOUND' : 'EAI_AGAIN' }));
  };

  expect(Object.fromEntries(await namesOf(['here', 'gone', 'broken', 'late'], lookup, 0.01))).toEqual({
    here: { addresses: ['192.0.2.1'] },
    gone: 'missing',
    broken: { problem: 'DNS: EAI_AGAIN' },
    late: { problem: 'no answer within 0.01 s' },
  });
});
