import { admissionPolicies, type Enforcement, policyName } from '../../lib/admission/admission-policy';
import { isClusterScoped } from '../../lib/manifest/identity';
import { type Manifest, valueAt } from '../../lib/manifest/manifest';
import { rules } from '../../lib/policy/catalogue';
import { celRule } from '../../lib/policy/cel/cel-rule';
import type { Rule } from '../../lib/policy/rule';

const ENFORCEMENT: Enforcement = {
  kubernetes: '1.34',
  denies: true,
  namespaces: { label: 'tier', values: ['api', 'store'] },
  labels: { 'app.kubernetes.io/name': 'admission' },
};

const ENFORCED = rules.filter(({ cel, severity }) => cel?.isEnforced === true && severity === 'error');

function rule(part: Partial<Parameters<typeof celRule>[0]> = {}): Rule {
  return celRule({
    id: 'pod-security/test',
    title: 'a test',
    severity: 'error',
    rationale: 'a test',
    requirements: ['A34'],
    fix: 'mend it',
    kinds: ['/Pod'],
    validations: [{ of: 'container', expression: 'has(c.image)', field: 'image', message: 'is missing' }],
    ...part,
  });
}

/** What a URL says for a kind: `ingresses`, `networkpolicies`. */
function resourceOf(kind: string): string {
  return kind.toLowerCase().replace(/s$/, 'se').replace(/y$/, 'ie').concat('s');
}

function policiesOf(...those: Rule[]): Manifest[] {
  return admissionPolicies(those, ENFORCEMENT).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
}

describe('the policies of the cluster', () => {
  test('are one for each rule that is enforced, with its binding, and fail closed', () => {
    const manifests = admissionPolicies(rules, ENFORCEMENT);

    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(
      ENFORCED.flatMap((one) => [`ValidatingAdmissionPolicy ${policyName(one)}`, `ValidatingAdmissionPolicyBinding ${policyName(one)}`]),
    );
    for (const policy of policiesOf(...rules)) expect(valueAt(policy, 'spec.failurePolicy')).toBe('Fail');
  });

  test('look at every kind of a rule that has a namespace', () => {
    const lost = ENFORCED.flatMap((one) => {
      const [policy] = policiesOf(one);
      const groups = (valueAt(policy, 'spec.matchConstraints.resourceRules') ?? []) as { apiGroups: string[]; resources: string[] }[];
      const seen = groups.flatMap(({ apiGroups: [group], resources }) => resources.map((resource) => `${group}/${resource}`));
      return (one.cel?.kinds ?? []).flatMap((type) => {
        const [group = '', kind = ''] = type.split('/');
        const isSeen = seen.includes(`${group}/${resourceOf(kind)}`);
        return isSeen || isClusterScoped({ apiVersion: `${group}/v1`, kind }) ? [] : [`${one.id} ${type}`];
      });
    });

    expect(lost).toEqual([]);
  });

  test.each<[string, Partial<Parameters<typeof celRule>[0]>]>([
    ['warns', { severity: 'warning' }],
    ['is not to be enforced', { isEnforced: false }],
    ['is about objects outside namespaces', { kinds: ['rbac.authorization.k8s.io/ClusterRole'] }],
    ['has no condition for this version', { validations: [{ of: 'pod', expression: 'true', field: 'a', message: 'b', since: '1.35' }] }],
  ])('have none for a rule that %s', (_, part) => {
    expect(admissionPolicies([rule(part)], ENFORCEMENT)).toEqual([]);
  });

  test('ask a condition of every container, and name those that break it', () => {
    const [policy] = policiesOf(rule());

    expect(valueAt(policy, 'spec.validations')).toEqual([
      {
        expression: 'variables.containers.all(c, has(c.image))',
        message: 'pod-security/test: image is missing; mend it',
        messageExpression: `"pod-security/test: image of " + variables.containers.filter(c, !(has(c.image))).map(c, c.name).join(', ') + " is missing; mend it"`,
        reason: 'Forbidden',
      },
    ]);
  });

  test('let go what is being deleted, and about pods judge only updates that change them', () => {
    const names = (policy: Manifest | undefined): unknown =>
      (valueAt(policy, 'spec.matchConditions') as { name: string }[]).map(({ name }) => name);
    const ofObject = rule({ validations: [{ of: 'object', expression: 'has(object.spec)', field: 'spec', message: 'is missing' }] });

    expect(names(policiesOf(rule())[0])).toEqual(['stays', 'changes-pods']);
    expect(names(policiesOf(ofObject)[0])).toEqual(['stays']);
  });

  test.each([
    [true, ['Deny']],
    [false, ['Warn', 'Audit']],
  ])('are bound to the namespaces of teams alone; denying is %s', (denies, validationActions) => {
    const [, binding] = admissionPolicies([rule()], { ...ENFORCEMENT, denies });

    expect(binding?.spec).toEqual({
      policyName: 'pod-security.test',
      matchResources: { namespaceSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['api', 'store'] }] } },
      validationActions,
    });
  });
});
