import fc from 'fast-check';
import { catalogue } from '../../envs/catalogue';
import { type Finding, judge, rules } from '../../lib';
import { Draw } from '../deep/edit';
import { Asking } from '../reach/brute-force/asking';
import type { KubernetesObject } from '../reach/brute-force/kubernetes';
import { breaches, type Meaning } from '../reach/brute-force/membrane';
import { judgedWorld, type Shipped, type ShippedObject, shipped } from './shipped';
import { weakened } from './weakening';

const [callersRule, pathRule] = ['network/store-callers', 'network/governed-path'].map((id) => rules.filter((rule) => rule.id === id));

/** Stores that somebody gets to, as rules or the brute force say. */
interface Reached {
  readonly undeclared: readonly string[];
  readonly ungoverned: readonly string[];
  readonly failures: readonly Finding[];
}

/** An edit, with what both say of its outcome. */
export interface Comparison {
  readonly what: string;
  readonly rules: Reached;
  readonly bruteForce: Reached;
}

/** What is shipped in an environment, and then after each of some random edits of it. The same ones for the same seed, the first ones first. */
export async function* comparisons(edits: number, seed = 56, environment = 'stage'): AsyncGenerator<Comparison> {
  const published = await shipped(environment);
  const asking = new Asking(published.environment.cluster.ranges);
  const compare = (what: string, objects: readonly ShippedObject[]): Comparison => ({
    what,
    rules: byRules(published, objects),
    bruteForce: byBruteForce(asking, objects),
  });
  yield compare('nothing', published.objects);
  for (const numbers of fc.sample(fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), { numRuns: edits, seed })) {
    const { what, objects } = weakened(published.objects, new Draw(numbers));
    yield compare(what, objects);
  }
}

/** The stores that rules call reached, by `namespace/Kind/name`. */
function byRules(published: Shipped, objects: readonly ShippedObject[]): Reached {
  const world = judgedWorld(published, objects);
  const [callers, paths] = [callersRule, pathRule].map((rule) => judge(world, rule ?? []).findings) as [Finding[], Finding[]];
  const names = callers.flatMap(({ message }) => / reach (\S+) on /.exec(message)?.[1] ?? []);
  const ends = paths.map(({ object }) => object.replace(/^[^/]*\/([^/]*)\/([^/]*)\//, '$2/$1/'));
  return {
    undeclared: [...new Set(names)].sort(),
    ungoverned: ends.sort(),
    failures: [...callers, ...paths].filter(({ object }) => object === ''),
  };
}

/** The same by the brute force. */
function byBruteForce(asking: Asking, objects: readonly ShippedObject[]): Reached {
  const components = new Map(objects.map(({ manifest, unit }) => [manifest as object, unit.component]));
  const meaning: Meaning = {
    tiers: Object.fromEntries(Object.entries(catalogue.namespaces).map(([name, { tier }]) => [name, tier])),
    callers: Object.fromEntries(Object.entries(catalogue.stores).map(([name, { callers }]) => [name, callers])),
    homes: Object.fromEntries(Object.entries(catalogue.components).map(([name, { namespace }]) => [name, namespace])),
    componentOf: (object) => components.get(object),
  };
  return {
    ...breaches(
      objects.map(({ manifest }) => manifest as unknown as KubernetesObject),
      asking,
      meaning,
    ),
    failures: [],
  };
}
