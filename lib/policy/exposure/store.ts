import { listAt, textAt } from '../../manifest/fields';
import { spokenName } from '../../manifest/identity';
import { valueAt } from '../../manifest/manifest';
import { isStoreNamespace, isStorePod } from '../network/store';
import type { Rule, Violation } from '../rule';
import { backendsOf } from '../wiring/backend';
import { podsBehind } from '../wiring/label-index';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

export const exposedStore: Rule = {
  id: 'exposure/store',
  title: 'No door leads to a store',
  severity: 'error',
  rationale:
    'Clients reach data through the governed API only: a route, a node port, an alias or a Service that mixes stores with others goes around it (requirement A17; membrane M4; bad input 61).',
  requirements: ['A17', 'A18', 'B5', 'B40'],
  fix: 'let the API read the store, and expose the API',
  *check(world) {
    const behind = new Map(world.ofType('/Service').map((service) => [service, storeBehind(world, service)]));
    for (const { object, field, namespace, name } of backendsOf(world)) {
      const service = world.tryFind('/Service', namespace, name);
      const found = service === undefined ? undefined : behind.get(service);
      if (found !== undefined) yield { object, field, message: `leads to the store ${found}` };
      else if (service === undefined && isStoreNamespace(world, namespace)) {
        yield { object, field, message: `leads to the Service ${name} of ${namespace}, a namespace of stores` };
      }
    }
    for (const [service, found] of behind) {
      if (found !== undefined) yield* doors(service, found);
      yield* mixed(world, service);
    }
  },
};

/** What a Service leads to, by its pods or as an alias of another one. */
function storeBehind(world: World, service: WorldObject): string | undefined {
  const pod = podsBehind(world, service).find((found) => isStorePod(world, found));
  if (pod !== undefined) return spokenName(pod.object.manifest);
  const [name, namespace] = aliasOf(service);
  return namespace !== undefined && isStoreNamespace(world, namespace) ? `${name} of ${namespace}` : undefined;
}

/** Name and namespace of the Service that another one is an alias of. */
function aliasOf({ manifest }: WorldObject): string[] {
  if (valueAt(manifest, 'spec.type') !== 'ExternalName') return [];
  return /^([^.]+)\.([^.]+)\.svc(\.|$)/.exec(textAt(manifest, 'spec.externalName') ?? '')?.slice(1) ?? [];
}

const OPEN: ReadonlySet<string> = new Set(['NodePort', 'LoadBalancer', 'ExternalName']);

function* doors(object: WorldObject, found: string): Iterable<Violation> {
  const type = textAt(object.manifest, 'spec.type') ?? 'ClusterIP';
  if (OPEN.has(type)) yield { object, field: 'spec.type', message: `is ${type}, and leads to the store ${found}` };
  if (listAt(object.manifest, 'spec.externalIPs').length > 0) {
    yield { object, field: 'spec.externalIPs', message: `leads to the store ${found}` };
  }
}

function* mixed(world: World, object: WorldObject): Iterable<Violation> {
  const pods = podsBehind(world, object);
  const found = pods.find((pod) => isStorePod(world, pod));
  const other = pods.find((pod) => !isStorePod(world, pod));
  if (found === undefined || other === undefined) return;
  const message = `selects the store ${spokenName(found.object.manifest)} and ${spokenName(other.object.manifest)}`;
  yield { object, field: 'spec.selector', message };
}
