import { explanation } from '../../reach/explanation';
import { PortSet } from '../../reach/port-set';
import type { SideVerdict } from '../../reach/verdict';
import { metricsPorts } from '../membrane/store-pods';
import { reachOf } from '../membrane/world-reach';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import { filesOf, type Setting, settingsOf } from '../settings';
import { configMapReferences } from '../wiring/config-map-reference';
import type { World } from '../world';

export const requiredEdge: Rule = {
  id: 'network/required-edge',
  title: 'Who is told of a Service is sure to get through to it',
  severity: 'error',
  rationale:
    'Policies that close too much are an outage, and one that shows only at the first call; whoever is configured with the name of a Service is going to call it (requirement A4; membrane M10).',
  requirements: ['A4', 'A53', 'B41'],
  fix: 'allow it at both ends, egress of the caller and ingress of the called, or take the name out of the settings',
  *check(world) {
    for (const pod of world.pods) {
      const told = [...new Map(toldTo(world, pod).map((call) => [`${call.namespace}/${call.name}:${call.port}`, call])).values()];
      for (const call of told) yield* closed(world, pod, call);
    }
  },
};

/** A Service that a program is told of, as far as it is named in full. */
interface Call {
  readonly setting: Setting;
  readonly namespace: string;
  readonly name: string;
  /** Of the Service; undefined where the settings do not say. */
  readonly port: number | undefined;
}

/** What programs are told in their manifests, and in the ConfigMaps that they read. */
function toldTo(world: World, pod: PodView): Call[] {
  const names = new Set(configMapReferences(pod).map(({ name }) => name));
  const files = [...names].flatMap((name) => world.tryFind('/ConfigMap', pod.namespace, name) ?? []);
  return [...settingsOf(pod), ...files.flatMap((object) => [...filesOf(object)])].flatMap(callsIn);
}

/** `https://user@name.namespace.svc.cluster.local:8443`, or parts of it. */
const SERVICE = /(?:\b([a-z][a-z0-9+]*):\/\/(?:[^\s/@"']*@)?)?\b([a-z0-9-]+)\.([a-z0-9-]+)\.svc\b(?:\.[a-z0-9.-]*[a-z0-9])?(?::(\d+))?/g;

const SCHEME_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };

function callsIn(setting: Setting): Call[] {
  if (!setting.text.includes('.svc')) return [];
  return [...setting.text.matchAll(SERVICE)].map(([, scheme = '', name = '', namespace = '', port]) => ({
    setting,
    name,
    namespace,
    port: port === undefined ? SCHEME_PORTS[scheme] : Number(port),
  }));
}

/** The workloads behind a Service that its caller may not get through to. What the Service is not there for, other rules say. */
function* closed(world: World, pod: PodView, { setting, namespace, name, port }: Call): Iterable<Violation> {
  const { reachability, services, workloadOf } = reachOf(world);
  const source = workloadOf(pod.object);
  if (source === undefined) return;
  for (const { workload, ports } of services.lead(namespace, name, port).to) {
    const target = reachability.workloads.get(workload);
    if (target === undefined || target === source) continue;
    const { ports: open, sides } = explanation(reachability, source, target, 'must');
    const missing = (port === undefined ? ports.difference(metricsPorts(target)) : ports).difference(open);
    if (missing.isEmpty) continue;
    const { object, field } = setting;
    const message = `names ${name}.${namespace}.svc, but ${source.key} is not sure to get through to ${target.key} on ${missing}: ${sides.flatMap((side) => closedAt(side, missing)).join(', and ')}`;
    yield { object, field, message };
  }
}

/** What keeps ports from getting through one side, if it does. */
function closedAt({ direction, isolatedBy, allowedBy }: SideVerdict, ports: PortSet): string[] {
  const [closing] = isolatedBy;
  const isOpen = PortSet.union(allowedBy.filter(({ isCertain }) => isCertain).map((allowance) => allowance.ports)).includes(ports);
  return closing === undefined || isOpen ? [] : [`${closing.policy} closes ${direction === 'Egress' ? 'the way out' : 'the way in'}`];
}
