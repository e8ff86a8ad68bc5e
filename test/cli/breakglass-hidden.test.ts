import { hiddenObject, hiddenValue } from '../../cli/breakglass/hidden';
import type { Manifest } from '../../lib';

/** Put together here, so that no file holds what looks like a credential. */
const SECRET = ['hunter2', 'hunter2'].join('');

const DEPLOYMENT = 'apps/Deployment/kfm-api/kfm-api';
const SETTINGS = '/ConfigMap/kfm-api/settings';
const CONTAINER = 'spec.template.spec.containers[name=kfm-api]';
const WHOLE = 'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]';

test.each([
  ['a variable that is called like one', DEPLOYMENT, `${CONTAINER}.env[name=DB_PASSWORD].value`, SECRET],
  ['a variable that is called like one, in short', DEPLOYMENT, `${CONTAINER}.env[name=DB_PWD].value`, SECRET],
  ['a whole variable', DEPLOYMENT, `${CONTAINER}.env[name=DB_PWD]`, { name: 'DB_PWD', value: SECRET }],
  ['all variables', DEPLOYMENT, `${CONTAINER}.env`, [{ name: 'DB_PWD', value: SECRET }]],
  ['the word after an option', DEPLOYMENT, `${CONTAINER}.args`, ['--password', SECRET]],
  ['a URL with a password', DEPLOYMENT, `${CONTAINER}.env[name=DB].value`, `postgres://a:${SECRET}@db/x`],
  ['an annotation that is called like one', DEPLOYMENT, 'metadata.annotations["example.org/token"]', SECRET],
  ['a copy of the whole object', DEPLOYMENT, WHOLE, JSON.stringify({ spec: { x: SECRET } })],
  ['annotations with such a copy', DEPLOYMENT, 'metadata.annotations', { 'kubectl.kubernetes.io/last-applied-configuration': SECRET }],
  ['a setting that is called like one', SETTINGS, 'data.DB_PWD', SECRET],
  ['a line of a setting', SETTINGS, 'data["application.yml"]', `spring:\n  pwd: ${SECRET}\n`],
  ['a line of a file of Redis', SETTINGS, 'data["redis.conf"]', `appendonly yes\nrequirepass ${SECRET}\n`],
  ['anything of a Secret', '/Secret/kfm-api/x', 'data.a', SECRET],
  ['what a SealedSecret makes', 'bitnami.com/SealedSecret/kfm-api/x', 'spec.template.data.a', SECRET],
])('of %s nothing is captured', (_, object, field, value) => {
  expect(JSON.stringify(hiddenValue({ object, field }, value))).not.toContain(SECRET);
});

test.each([
  [DEPLOYMENT, 'spec.replicas', 0],
  [DEPLOYMENT, `${CONTAINER}.env[name=LOG_LEVEL].value`, 'debug'],
  [DEPLOYMENT, `${CONTAINER}.image`, `registry.example.org/kfm-api:1.2.3@sha256:${'ab'.repeat(32)}`],
  [DEPLOYMENT, 'spec.template.spec.automountServiceAccountToken', true],
  [SETTINGS, 'data["application.yml"]', 'log:\n  level: debug\n'],
  ['/Secret/kfm-api/x', 'metadata.labels["app.kubernetes.io/name"]', 'kfm-api'],
])('what is no secret is captured as it is: %s %s', (object, field, value) => {
  expect(hiddenValue({ object, field }, value)).toEqual(value);
});

test('an object that only the cluster has keeps no secret, or is not captured', () => {
  const pod = (env: object): Manifest =>
    ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'debug' }, spec: { containers: [{ name: 'a', env: [env] }] } }) as Manifest;

  expect(hiddenObject(pod({ name: 'DB_PWD', value: SECRET }))).toMatchObject({
    spec: { containers: [{ env: [{ name: 'DB_PWD', value: '(hidden)' }] }] },
  });
  const leaking = [
    pod({ name: 'NOTE', value: `x\nmy password: ${SECRET}\n` }),
    { ...pod({}), kind: 'ConfigMap', data: { 'a.yml': `pwd: ${SECRET}` } },
  ];
  expect(leaking.map((one) => hiddenObject(one as Manifest)).filter((one) => JSON.stringify(one)?.includes(SECRET))).toEqual([]);
});
