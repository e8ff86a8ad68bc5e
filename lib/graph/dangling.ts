import { customResource } from '../policy/order/custom-resource';
import { subjects } from '../policy/rbac/subjects';
import type { Rule } from '../policy/rule';
import { resolvedSecret } from '../policy/secrets/resolved';
import { configMap } from '../policy/wiring/config-map';
import { monitor } from '../policy/wiring/monitor';
import { policySelector } from '../policy/wiring/policy-selector';
import { routeBackend } from '../policy/wiring/route-backend';
import { routeParent } from '../policy/wiring/route-parent';
import { scaleTarget } from '../policy/wiring/scale-target';
import { serviceSelector } from '../policy/wiring/selector';
import { statefulSet } from '../policy/wiring/stateful-set';
import { storageClass } from '../policy/wiring/storage-class';
import { priorityClass } from '../policy/workload/priority-class';
import { serviceAccountExists } from '../policy/workload/service-account-exists';
import type { World } from '../policy/world';
import { absences } from './absent';
import type { GraphFinding } from './graph';
import { type Parts, spokenPlace } from './parts';

/** The gates that ask whether what an object names is there. The graph asks them again, since it may be drawn where no gate ran. */
const REFERENCES: readonly Rule[] = [
  resolvedSecret,
  configMap,
  routeBackend,
  routeParent,
  scaleTarget,
  storageClass,
  policySelector,
  serviceSelector,
  statefulSet,
  monitor,
  subjects,
  customResource,
  priorityClass,
  serviceAccountExists,
];

/** Names of objects that are not there, by who names them. */
export function* danglingReferences(world: World, parts: Parts): Iterable<GraphFinding> {
  for (const rule of REFERENCES) {
    for (const { object, field, message } of rule.check(world)) {
      const node = object && parts.of(object);
      // What is about no field is about two of a kind, and not about one that is missing.
      if (object !== undefined && node !== undefined && field !== undefined)
        yield { kind: 'dangling', nodes: [node], where: spokenPlace(object, field), message };
    }
  }
  for (const { object, field, message } of absences(world)) {
    const node = parts.of(object);
    if (node !== undefined) yield { kind: 'dangling', nodes: [node], where: spokenPlace(object, field), message };
  }
}
