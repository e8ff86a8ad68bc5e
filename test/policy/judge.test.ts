import fc from 'fast-check';
import { rules } from '../../lib/policy/catalogue';
import { isRed, judge } from '../../lib/policy/judge';
import type { Rule } from '../../lib/policy/rule';
import { World } from '../../lib/policy/world';
import { worldOf } from './fixtures/fixture';
import { all, clusterRole, configMap, disruptionBudget, inWave, namespace } from './fixtures/objects';

function rule(id: Rule['id'], check: Rule['check'], severity: Rule['severity'] = 'error'): Rule {
  return { id, title: id, severity, rationale: '', requirements: [], fix: 'mend it', check };
}

const finds = rule('names/finds', (world) => world.objects.map((object) => ({ object, message: 'is wrong' })));
const world = worldOf({ 'workloads/api': configMap() });

function sealedSecret(name: string): string {
  return `{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: ${inWave(0, name)}, spec: {encryptedData: {}}}`;
}

function pod(name: string): string {
  return `{apiVersion: v1, kind: Pod, metadata: ${inWave(0, name)}, spec: {containers: [], volumes: [{secret: {secretName: key}}]}}`;
}

function expectSameInAnyOrder({ environment, objects }: World): void {
  const { findings } = judge(new World({ environment, objects }), rules);

  expect(findings).not.toHaveLength(0);
  fc.assert(
    fc.property(fc.shuffledSubarray([...objects], { minLength: objects.length }), (shuffled) => {
      expect(judge(new World({ environment, objects: shuffled }), rules.toReversed()).findings).toEqual(findings);
    }),
    { numRuns: 100 },
  );
}

describe('a judgement', () => {
  test('is green if rules find nothing in some objects, and says how much was checked', () => {
    const judgement = judge(world, [rule('names/silent', () => [])]);

    expect(judgement).toEqual({ findings: [], checked: { objects: 1, rules: 1 } });
    expect(isRed(judgement)).toBe(false);
  });

  test('tells of a violation the rule, the place and what to do', () => {
    const check: Rule['check'] = ({ objects: [object] }) => [
      { ...(object && { object }), field: 'data', message: 'is wrong', fix: 'remove it' },
      { message: 'is wrong as a whole' },
    ];
    const common = { rule: 'names/finds', severity: 'error', environment: 'dev' };

    expect(judge(world, [rule('names/finds', check)]).findings).toEqual([
      { ...common, object: '', file: '', field: '', message: 'is wrong as a whole', fix: 'mend it' },
      { ...common, object: world.objects[0]?.key, file: world.objects[0]?.file, field: 'data', message: 'is wrong', fix: 'remove it' },
    ]);
  });

  test('is red for errors only', () => {
    expect(isRed(judge(world, [finds]))).toBe(true);
    expect(isRed(judge(world, [rule('names/warns', finds.check, 'warning')]))).toBe(false);
  });
});

describe('a judgement fails closed', () => {
  test('without objects, whatever the rules say', () => {
    const judgement = judge(new World({ environment: 'dev', objects: [] }), rules);

    expect(isRed(judgement)).toBe(true);
    expect(judgement.findings).toEqual([
      expect.objectContaining({ rule: 'schema/not-empty', environment: 'dev', message: 'there is no object to judge' }),
    ]);
  });

  function* halfway({ objects: [object] }: World) {
    yield { ...(object && { object }), message: 'is wrong' };
    throw new TypeError('cannot read properties of undefined');
  }
  const raise = (cause: unknown) => () => {
    throw cause;
  };

  test.each<[string, Rule['check'], string]>([
    ['throws', raise(new Error('no schema file')), 'no schema file'],
    ['throws what is no error', raise('a text'), 'a text'],
    ['throws halfway', halfway, 'cannot read properties of undefined'],
  ])('if a rule %s, and the others still run', (_, check, cause) => {
    const judgement = judge(world, [rule('schema/broken', check, 'warning'), finds]);

    expect(isRed(judgement)).toBe(true);
    expect(judgement.findings).toEqual([
      expect.objectContaining({
        rule: 'schema/broken',
        severity: 'error',
        message: `the rule failed, so nothing is known about it: ${cause}`,
        fix: 'mend the rule; until then the environment stays red',
      }),
      expect.objectContaining({ rule: 'names/finds', object: '/ConfigMap/kfm/settings' }),
    ]);
  });
});

describe('findings', () => {
  test('are ordered by family, rule, file, object and field', () => {
    const two = worldOf({ 'workloads/b': all(configMap('b'), configMap('a')), 'workloads/a': configMap('c') });
    const check: Rule['check'] = ({ objects }) => objects.flatMap((object) => ['z', 'a'].map((field) => ({ object, field, message: '' })));

    const whole: Rule['check'] = () => [{ message: '' }];

    const { findings } = judge(two, [rule('layout/a', whole), rule('names/b', whole), rule('names/a', check)]);

    expect(findings.map(({ rule: id, file, field }) => `${id} ${file} ${field}`.trim())).toMatchInlineSnapshot(`
[
  "names/a workloads/a/configmap_c.yaml a",
  "names/a workloads/a/configmap_c.yaml z",
  "names/a workloads/b/configmap_a.yaml a",
  "names/a workloads/b/configmap_a.yaml z",
  "names/a workloads/b/configmap_b.yaml a",
  "names/a workloads/b/configmap_b.yaml z",
  "names/b",
  "layout/a",
]
`);
  });

  test('do not depend on the order of objects or rules', () => {
    const faulty = {
      'workloads/api': all(
        configMap('A_b', '{}', 'labels: {"a b": "c d"}'),
        configMap('x'),
        disruptionBudget('v1beta1'),
        clusterRole('..'),
      ),
      'workload/ui': configMap('ui', '{text: +argocd:skip-file-rendering}', 'namespace: UI'),
      'namespaces/kfm': all(namespace('default'), namespace('kfm'), '{apiVersion: v1, kind: Servic, metadata: {name: a}, spec: 1}'),
    };

    expectSameInAnyOrder(worldOf(faulty));
  });

  // Unique blames whichever comes second.
  test.each([
    ['on one Secret that two Pods use', { 'workloads/api': all(sealedSecret('key'), pod('a'), pod('b')) }],
    ['on one object in two files', { 'workloads/api': configMap(), 'workloads/ui': configMap() }],
  ])('%s do not depend on the order of objects', (_, folders) => {
    expectSameInAnyOrder(worldOf(folders));
  });
});
