import { listAt, textAt } from '../../manifest/fields';
import { isMapping, valueAt } from '../../manifest/manifest';
import { isMetricsName } from '../membrane/store-pods';
import type { ContainerView, PodView } from '../pod-view';
import type { Rule } from '../rule';
import { podsBehind } from '../wiring/label-index';
import type { World } from '../world';
import { isStorePod } from './store';

export const storeProbe: Rule = {
  id: 'network/store-probe',
  title: 'Where stores speak TLS, none answers a probe in plain text on a port that a Service leads to',
  severity: 'error',
  rationale:
    'A probe that gets its answer in plain text shows that everybody does (requirement E16: mTLS enforced). A port that serves metrics alone is not meant: nothing that is stored leaves by it.',
  requirements: ['A6', 'E16'],
  fix: 'give the store its certificate and key, and the probe scheme: HTTPS; gRPC probes know no TLS, so ask by a command',
  *check(world) {
    if (world.facts?.encrypted !== true) return;
    for (const [pod, ports] of reachedPorts(world)) {
      for (const container of pod.containers) {
        for (const { field, port } of plainProbes(container)) {
          const number = numberOf(port, [container]);
          if (number === undefined || !ports.has(number)) continue;
          yield { object: pod.object, field, message: `asks port ${number} in plain text, where a Service leads to` };
        }
      }
    }
  },
};

/** The ports of each store's pods that a Service leads to. */
function reachedPorts(world: World): ReadonlyMap<PodView, ReadonlySet<number>> {
  const reached = new Map<PodView, Set<number>>();
  for (const service of world.ofType('/Service')) {
    for (const pod of podsBehind(world, service)) {
      if (!isStorePod(world, pod)) continue;
      const ports = reached.get(pod) ?? new Set();
      reached.set(pod, ports);
      for (const port of listAt(service.manifest, 'spec.ports')) {
        if (isMetricsName(textAt(port, 'name'))) continue;
        const number = numberOf(valueAt(port, 'targetPort') ?? valueAt(port, 'port'), pod.containers);
        if (number !== undefined) ports.add(number);
      }
    }
  }
  return reached;
}

/** A port by its name among those of containers, or by itself. */
function numberOf(port: unknown, containers: readonly ContainerView[]): number | undefined {
  if (typeof port === 'number') return port;
  const named = containers.flatMap(({ container }) => listAt(container, 'ports')).find((one) => textAt(one, 'name') === port);
  const number = valueAt(named, 'containerPort');
  return typeof number === 'number' ? number : undefined;
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** The probes of a container that speak no TLS, with the port that they ask. */
function plainProbes({ path, container }: ContainerView): { readonly field: string; readonly port: unknown }[] {
  return PROBES.flatMap((name) => {
    const [http, grpc] = [valueAt(container, `${name}.httpGet`), valueAt(container, `${name}.grpc`)];
    if (isMapping(http) && http.scheme !== 'HTTPS') return [{ field: `${path}.${name}.httpGet.scheme`, port: http.port }];
    return isMapping(grpc) ? [{ field: `${path}.${name}.grpc`, port: grpc.port }] : [];
  });
}
