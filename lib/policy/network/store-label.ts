import { imaginedPods } from '../../reach/endpoint';
import { LabelSpace } from '../../reach/label-space';
import type { Caller } from '../membrane/caller';
import { callersPods } from '../membrane/declared-callers';
import { type StorePods, storePods } from '../membrane/store-pods';
import { tierOf } from '../membrane/tier';
import { letIn } from '../membrane/way-in';
import { once } from '../once';
import type { Rule } from '../rule';
import { filledElsewhere } from '../wiring/elsewhere';
import type { World } from '../world';

export const storeLabel: Rule = {
  id: 'network/store-label',
  title: 'No label opens a store to pods of another namespace',
  severity: 'error',
  rationale:
    'Whoever makes pods in a namespace chooses their labels: who may connect to a store has to be told by the name of a namespace and by a label in one peer (membrane M7; bad inputs 56 and 59).',
  requirements: ['A17', 'A18', 'B5', 'B41'],
  fix: 'name the namespace by kubernetes.io/metadata.name and the pods by a label, in one item of from; metrics are for namespaces of the tier platform',
  *check(world) {
    for (const store of storePods(world)) yield* letIn(world, store, strangers(world, store));
  },
};

/** A namespace that is not among the objects, with labels that nobody knows. */
const ELSEWHERE = 'a-namespace-elsewhere';

/** Pods that somebody could make: in the namespaces of callers without labels, in all others with whatever labels. */
function strangers(world: World, store: StorePods): Caller[] {
  const own = new Set(callersPods(world, store).map(({ namespace }) => namespace));
  // Of the tier of stores all pods are seen, but where a chart brings more.
  const known = namespacesOf(world).filter((namespace) => tierOf(world, namespace) !== 'store' || filledElsewhere(world).has(namespace));
  return [
    ...known.map((namespace) => {
      const isOwn = own.has(namespace);
      return stranger(
        namespace,
        isOwn ? LabelSpace.exactly({}) : LabelSpace.free,
        `${isOwn ? 'pods without a label' : 'any pods'} of ${namespace}`,
      );
    }),
    stranger(ELSEWHERE, LabelSpace.free, 'any pods of other namespaces'),
  ];
}

function stranger(namespace: string, labels: LabelSpace, name: string): Caller {
  return { name, neighbour: imaginedPods({ workload: name, namespace, labels }) };
}

const namespacesOf = once((world: World): readonly string[] => {
  const declared = world.ofType('/Namespace').map(({ manifest }) => String(manifest.metadata.name));
  return [...new Set([...declared, ...world.pods.map(({ namespace }) => namespace)])].sort();
});
