// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates
import { mockPlan, secretPlan } from '../../lib/tenancy/secret-plan';
import { mock, type SecretRef, sealedElsewhere } from '../../lib/tenancy/secret-ref';

const REFERENCE = { namespace: 'kfm-api', name: 'elsewhere', keys: ['key'] };

test('gives each key a value of its own where nothing is shared', () => {
  expect(secretPlan([mock('team', 'credentials', 'password', 'token')]).secrets).toEqual([
    { namespace: 'team', name: 'credentials', labels: {}, data: { password: '${credentials.password}', token: '${credentials.token}' } },
  ]);
});

test('lets the API show its stores what they expect', () => {
  const api = mock('kfm-api', 'kfm-api-credentials', 'postgres-password', 'redis-password');
  const stores = [
    mock('platform-data', 'postgres-credentials', 'kfm-api-password'),
    mock('platform-data', 'redis-credentials', 'users.acl'),
  ];
  const [shown, postgres, redis] = secretPlan([api, ...stores]).secrets.map(({ data }) => data);

  expect(shown?.['postgres-password']).toBe(postgres?.['kfm-api-password']);
  expect(redis?.['users.acl']).toContain(`user kfm_api on #${shown?.['redis-password']?.replace('${', '${sha256:')} `);
});

test('has each Secret once, with the keys of all that refer to it', () => {
  const twice = [mock('a', 'credentials', 'one'), mock('a', 'credentials', 'two', 'one'), mock('b', 'credentials', 'one')];
  expect(secretPlan(twice).secrets.map(({ namespace, data }) => [namespace, Object.keys(data)])).toEqual([
    ['a', ['one', 'two']],
    ['b', ['one']],
  ]);
});

test('seeding makes mock secrets only', () => {
  const secrets: SecretRef[] = [
    mock('a', 'credentials', 'one'),
    sealedElsewhere({ ...REFERENCE, repository: 'https://git.example.org/a.git' }),
  ];
  expect(mockPlan(secrets).secrets.map(({ name }) => name)).toEqual(['credentials']);
});
