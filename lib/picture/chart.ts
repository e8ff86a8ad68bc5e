import { listAt, textAt } from '../manifest/fields';
import { groupBy } from '../manifest/group-by';
import { typeOf } from '../manifest/identity';
import { valueAt } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import type { ReachObject } from '../reach/reach-world';
import { unseenWorkload, type Workload } from '../reach/workload';

/** A chart that Argo CD or Flux renders: its pods are not among the objects. */
export interface Chart {
  readonly name: string;
  /** Where its pods run; empty if nothing tells. */
  readonly namespace: string;
}

/** The charts that some objects ask for, in their order. */
export function chartsOf(objects: readonly ReachObject[]): Chart[] {
  return objects.flatMap(({ manifest, namespace }): Chart[] => {
    switch (typeOf(manifest)) {
      case 'argoproj.io/Application': {
        const sources = [valueAt(manifest, 'spec.source'), ...listAt(manifest, 'spec.sources')];
        const place = textAt(manifest, 'spec.destination.namespace') ?? '';
        return sources.flatMap((source) => named(textAt(source, 'chart'), place));
      }
      case 'helm.toolkit.fluxcd.io/HelmRelease':
        return named(textAt(manifest, 'spec.chart.spec.chart'), textAt(manifest, 'spec.targetNamespace') ?? namespace);
      default:
        return [];
    }
  });
}

function named(name: string | undefined, namespace: string): Chart[] {
  return name === undefined ? [] : [{ name, namespace }];
}

/** The pods that charts bring into namespaces, one workload each, by namespace: their labels and ports could be any. */
export function unseenPods(objects: readonly ReachObject[]): Workload[] {
  const places = groupBy(
    chartsOf(objects).filter(({ namespace }) => namespace !== ''),
    ({ namespace }) => namespace,
  );
  return [...places]
    .sort(([one], [other]) => compareText(one, other))
    .map(([namespace, charts]) => {
      const names = [...new Set(charts.map(({ name }) => name))].sort(compareText);
      const key = `${namespace}/not seen here: ${names.join(', ')}`;
      return unseenWorkload(key, namespace);
    });
}
