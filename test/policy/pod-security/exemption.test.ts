import { type CelSubject, validationsFor } from '../../../lib/policy/cel/cel';
import { celExpression } from '../../../lib/policy/cel/evaluation';
import { runAsNonRoot } from '../../../lib/policy/pod-security/run-as-non-root';
import { runAsUser } from '../../../lib/policy/pod-security/run-as-user';
import type { Rule } from '../../../lib/policy/rule';

interface Pod {
  readonly hostUsers?: boolean;
  readonly securityContext?: object;
  readonly container?: object;
}

/** Of what the conditions of a version do not hold. Worlds end with the newest schemas, and 1.35 is not among them yet. */
function broken({ cel }: Rule, kubernetes: string, { container = {}, ...pod }: Pod): CelSubject[] {
  const variables = { pod, containers: [container] };
  return validationsFor(cel ?? { validations: [] }, kubernetes).flatMap(({ of, expression }) =>
    celExpression(expression)({ object: {}, variables, c: container }) === true ? [] : [of],
  );
}

const FALSE: Pod = { securityContext: { runAsNonRoot: false }, container: { securityContext: { runAsNonRoot: false } } };
const ROOT: Pod = { securityContext: { runAsUser: 0n }, container: { securityContext: { runAsUser: 0n } } };

describe.each([
  { name: 'a promise refused', rule: runAsNonRoot, pod: FALSE, refused: ['pod', 'container'] },
  { name: 'a promise left out', rule: runAsNonRoot, pod: {}, refused: ['container'] },
  { name: 'root', rule: runAsUser, pod: ROOT, refused: ['pod', 'container'] },
])('$name', ({ rule, pod, refused }) => {
  test('is refused up to 1.34, with user namespaces or without', () => {
    expect(broken(rule, '1.34', pod)).toEqual(refused);
    expect(broken(rule, '1.34', { ...pod, hostUsers: false })).toEqual(refused);
  });

  test('is permitted from 1.35 on in a pod with user namespaces of its own, and in no other', () => {
    expect(broken(rule, '1.35', { ...pod, hostUsers: false })).toEqual([]);
    expect(broken(rule, '1.35', { ...pod, hostUsers: true })).toEqual(refused);
    expect(broken(rule, '1.35', pod)).toEqual(refused);
  });
});
