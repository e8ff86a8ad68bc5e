import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Door } from '../../reach/door';
import { explanation } from '../../reach/explanation';
import { PortSet } from '../../reach/port-set';
import type { SideVerdict } from '../../reach/verdict';
import { metricsPorts } from '../membrane/store-pods';
import { unseenPods } from '../membrane/unseen-pods';
import { doorsInto, reachOf, servicesOf, workloadsByObject } from '../membrane/world-reach';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import { filesOf, type Setting, settingsOf } from '../settings';
import { configMapReferences } from '../wiring/config-map-reference';
import { missingService } from '../wiring/elsewhere';
import { GATEWAY } from '../wiring/gateway';
import type { World } from '../world';

export const requiredEdge: Rule = {
  id: 'network/required-edge',
  title: 'Who is told of a Service is sure to get through to it',
  severity: 'error',
  rationale:
    'Policies that close too much are an outage, and one that shows only at the first call; whoever is configured with the name of a Service is going to call it, and a Gateway calls what its routes lead to (requirement A4; membrane M10).',
  requirements: ['A4', 'A53', 'B41'],
  fix: 'allow it at both ends, egress of the caller and ingress of the called, or take the name out of the settings',
  *check(world) {
    for (const pod of world.pods) {
      const told = [...new Map(toldTo(world, pod).map((call) => [`${call.namespace}/${call.name}:${call.port}`, call])).values()];
      for (const call of told) yield* closed(world, pod, call);
    }
    // Without a Gateway nobody asks where all ways in lead.
    if (world.ofType(GATEWAY).length > 0) for (const door of doorsInto(world)) yield* shut(world, door);
  },
};

/** A Gateway whose own pods, which a chart brings, may not connect to what its routes lead to. */
function* shut(world: World, { kind, object, field, to }: Door): Iterable<Violation> {
  const { namespace } = object;
  const pods = unseenPods(world).get(namespace);
  if (kind !== 'Gateway' || pods === undefined) return;
  const { reachability, objectOf } = reachOf(world);
  for (const { workload, ports } of to) {
    const target = reachability.workloads.get(workload);
    const missing = target === undefined ? ports : ports.difference(reachability.portsBetween(pods, target, 'may'));
    if (missing.isEmpty) continue;
    yield {
      object: objectOf(object),
      field,
      message: `leads to ${workload} on ${missing}, where no policy lets any pods of ${namespace} in`,
    };
  }
}

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
  const settings = [...settingsOf(pod), ...files.flatMap((object) => [...filesOf(object)])];
  return settings.filter(({ name }) => !EXCEPTIONS.test(name)).flatMap(callsIn);
}

/** Lists of hosts that are not called by way of a proxy: told of, but not in order to be called. */
const EXCEPTIONS = /^no_proxy$/i;

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

/** A Service that is not there, or the workloads behind one that its caller may not get through to. */
function* closed(world: World, pod: PodView, { setting, namespace, name, port }: Call): Iterable<Violation> {
  const { reachability } = reachOf(world);
  const source = workloadsByObject(world).get(pod.object);
  if (source === undefined) return;
  const absent = absence(world, pod, namespace, name, port);
  if (absent !== undefined)
    yield {
      object: setting.object,
      field: setting.field,
      message: absent,
      fix: 'name a Service of that namespace, and a port that it has',
    };
  for (const { workload, ports } of servicesOf(world).lead(namespace, name, port).to) {
    const target = reachability.workloads.get(workload);
    if (target === undefined || target === source) continue;
    const { ports: open, sides } = explanation(reachability, source, target, 'must');
    const missing = (port === undefined ? ports.difference(metricsPorts(target)) : ports).difference(open);
    if (missing.isEmpty) continue;
    const { object, field } = setting;
    const message = `names ${name}.${namespace}.svc, but ${source.key} is not sure to get through to ${target.key} on ${missing}: ${sides.flatMap((side) => closedAt(side, missing)).join(' and ')}`;
    yield { object, field, message };
  }
}

/** Why a Service takes no calls, as far as what is there can tell. */
function absence(world: World, pod: PodView, namespace: string, name: string, port: number | undefined): string | undefined {
  const service = world.tryFind('/Service', namespace, name);
  if (service === undefined) return missingService(world, pod.object, namespace, name);
  const ports = listAt(service.manifest, 'spec.ports').map((each) => valueAt(each, 'port'));
  // One without an address of its own leads straight to pods, on whatever ports they have.
  const isDirect = textAt(service.manifest, 'spec.clusterIP') === 'None' || textAt(service.manifest, 'spec.type') === 'ExternalName';
  if (port === undefined || isDirect || ports.length === 0 || ports.includes(port)) return undefined;
  return `calls port ${port} of the Service ${name}, which has ${ports.join(', ')}`;
}

/** What keeps ports from getting through one side, if it does. */
function closedAt({ direction, isolatedBy, allowedBy }: SideVerdict, ports: PortSet): string[] {
  const isOpen = PortSet.union(allowedBy.filter(({ isCertain }) => isCertain).map((allowance) => allowance.ports)).includes(ports);
  return isolatedBy.length === 0 || isOpen ? [] : [`no policy is sure to let it ${direction === 'Egress' ? 'out' : 'in'}`];
}
