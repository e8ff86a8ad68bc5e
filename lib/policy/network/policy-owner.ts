import type { Rule } from '../rule';
import type { World } from '../world';
import { NETWORK_POLICY } from './policy';

export const policyOwner: Rule = {
  id: 'network/policy-owner',
  title: 'Whoever delivers the pods of a zone does not deliver the policies that close it',
  severity: 'error',
  rationale:
    'A policy that a team can change in its own project closes nothing to that team: policies belong to security, in a project that has no pods there (requirements A20 to A22; membrane M9).',
  requirements: ['A17', 'A21', 'B5', 'B41'],
  fix: 'deliver the policy in a unit of the folder policies, which belongs to the project of security',
  *check(world) {
    const owners = ownersOfPods(world);
    for (const object of world.ofType(NETWORK_POLICY)) {
      const namespace = world.namespaceOf(object);
      const project = object.unit?.project;
      if (project === undefined || !owners.get(namespace)?.has(project) || bringsNamespace(world, project, namespace)) continue;
      yield { object, message: `is delivered by the project ${project}, which delivers pods into ${namespace} as well` };
    }
  },
};

/** Projects that deliver pods, by namespace of a team. */
function ownersOfPods(world: World): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  const { tiers = {} } = world.facts ?? {};
  for (const { object, namespace } of world.pods) {
    if (object.unit === undefined || !Object.hasOwn(tiers, namespace)) continue;
    const known = owners.get(namespace) ?? new Set();
    owners.set(namespace, known.add(object.unit.project));
  }
  return owners;
}

/** The platform's own project, which could as well leave out the policy together with the namespace. */
function bringsNamespace(world: World, project: string, namespace: string): boolean {
  return world.tryFind('/Namespace', '', namespace)?.unit?.project === project;
}
