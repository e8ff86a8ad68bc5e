import { listAt, textAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { type Manifest, valueAt } from '../../manifest/manifest';
import type { Neighbour, PlatformFacts } from '../platform-facts';
import { matchesGlob } from '../project/glob';
import type { Rule } from '../rule';
import { HostOwner } from './host-owner';

export const cluster: Rule = {
  id: 'isolation/cluster',
  title: "Applications and projects lead to no other environment's cluster",
  severity: 'error',
  rationale:
    'What is approved for one environment would be applied to another, past its reviewers and its promotions (requirements B4, B8 and B27).',
  requirements: ['B8', 'B27'],
  fix: 'name the cluster that Argo CD runs in, https://kubernetes.default.svc, and nothing that matches another one',
  *check(world) {
    const { facts } = world;
    if (facts === undefined || facts.neighbours.length === 0) return;
    const owner = new HostOwner(facts, []);
    for (const object of world.objects) {
      for (const [field, destination] of destinationsOf(object.manifest)) {
        for (const key of ['name', 'server']) {
          const address = textAt(destination, key) ?? '';
          const other = facts.neighbours.find((neighbour) => leadsTo(address, neighbour, facts, owner));
          if (other !== undefined) {
            yield {
              object,
              field: `${field}.${key}`,
              message: `is ${address}, which leads to the cluster ${other.cluster} of ${other.environment}`,
            };
          }
        }
      }
    }
  },
};

function destinationsOf(manifest: Manifest): (readonly [field: string, destination: unknown])[] {
  switch (typeOf(manifest)) {
    case 'argoproj.io/Application':
      return [['spec.destination', valueAt(manifest, 'spec.destination')]];
    case 'argoproj.io/ApplicationSet':
      return [['spec.template.spec.destination', valueAt(manifest, 'spec.template.spec.destination')]];
    case 'argoproj.io/AppProject':
      return listAt(manifest, 'spec.destinations').map((destination, index) => [`spec.destinations[${index}]`, destination]);
    default:
      return [];
  }
}

/** By its name, a pattern that matches it, or an address that has its name or its domain. */
function leadsTo(address: string, { environment, cluster: name }: Neighbour, facts: PlatformFacts, owner: HostOwner): boolean {
  if (name === facts.cluster) return false;
  if (matchesGlob(address, name)) return true;
  const host = /^\w+:\/\/([^/:]+)/.exec(address.toLowerCase())?.[1] ?? '';
  return host.split('.').includes(name) || owner.ownerOfMentioned(host) === environment;
}
