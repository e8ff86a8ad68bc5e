import { CHECKS } from '../../../cli/doctor/catalogue';
import { diagnose, exitCodeOf } from '../../../cli/doctor/diagnose';
import { withoutNulls } from '../../../cli/doctor/facts-cluster';
import { KINDS, type KindName } from '../../../cli/doctor/kinds';
import type { Live } from '../../../cli/verify/check';
import { LISTS, soundFacts, withLists } from './sound';

const NULLS = {
  spec: {
    rules: null,
    ports: null,
    listeners: null,
    parentRefs: null,
    selector: null,
    taints: null,
    hard: null,
    volumes: null,
    template: null,
  },
  status: { conditions: null, addresses: null, parents: null, containerStatuses: null, resources: null, operationState: null, used: null },
};

test('nothing is wrong with a sound environment', () => {
  const results = diagnose(soundFacts());

  expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(results).toHaveLength(CHECKS.length);
  expect(exitCodeOf(results)).toBe(0);
});

test('each check has an id of its own, a family and a row that asks for it', () => {
  const ids = CHECKS.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  expect(CHECKS.filter(({ id, asked }) => !/^[a-z]+\/[a-z-]+$/.test(id) || asked.length === 0)).toEqual([]);
});

test('a list that could not be read makes every check that needs it unknown, and no other', () => {
  const results = diagnose(withLists({ sealedSecrets: undefined }));
  const unknown = results.filter(({ status }) => status === 'unknown');

  expect(unknown.map(({ check }) => check)).toEqual(['workload/sealed']);
  expect(unknown[0]?.found).toBe('could not read sealedsecrets.bitnami.com: Forbidden');
  expect(exitCodeOf(results)).toBe(2);
});

test('what is unknown outweighs a problem, and what was skipped weighs nothing', () => {
  expect(exitCodeOf([{ status: 'problem' }, { status: 'unknown' }])).toBe(2);
  expect(exitCodeOf([{ status: 'problem' }, { status: 'skipped' }])).toBe(1);
  expect(exitCodeOf([{ status: 'skipped' }, { status: 'ok' }])).toBe(0);
});

test('an object that breaks a check leaves that check unknown, and the others made', () => {
  const odd = { kind: 'Node', metadata: null } as unknown as Live;
  const results = diagnose(withLists({ nodes: [odd] }));
  const unknown = results.filter(({ status }) => status === 'unknown');

  expect(unknown.map(({ check }) => check)).toEqual(['cluster/nodes', 'cluster/node-labels']);
  expect(unknown[0]?.found).toMatch(/^the check broke off: /);
});

test.each([
  ['nothing but a name', {}],
  ['an empty spec and status', { spec: {}, status: {} }],
  ['nulls where lists and mappings belong', NULLS],
])('objects with %s break no check', (_, rest) => {
  const bare = (name: KindName): Live =>
    withoutNulls({ apiVersion: 'v1', kind: KINDS[name].kind, metadata: { name: 'a%s-$1' }, ...rest }) as unknown as Live;
  const names = Object.keys(KINDS) as KindName[];
  const results = diagnose(withLists(Object.fromEntries(names.map((name) => [name, [bare(name), ...(LISTS[name] ?? [])]]))));

  expect(results.filter(({ found }) => found.startsWith('the check broke off'))).toEqual([]);
});

test('offline the cluster and DNS are skipped; a cluster that does not answer is unknown', () => {
  const offline = diagnose(soundFacts({ live: undefined }));
  const silent = diagnose(soundFacts({ live: { problem: 'connection refused' } }));
  const of = (results: typeof offline, status: string): number => results.filter((one) => one.status === status).length;

  expect(of(offline, 'unknown') + of(offline, 'problem')).toBe(0);
  expect(of(offline, 'skipped')).toBe(CHECKS.filter(({ needs }) => needs === 'cluster' || needs === 'network').length);
  expect(of(silent, 'unknown')).toBe(CHECKS.filter(({ needs }) => needs === 'cluster').length);
  expect(silent.find(({ check }) => check === 'edge/dns')?.status).toBe('ok');
});
