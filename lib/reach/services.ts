import { entriesAt, listAt, numberAt, textAt } from '../manifest/fields';
import { groupBy } from '../manifest/group-by';
import { typeOf } from '../manifest/identity';
import { valueAt } from '../manifest/manifest';
import type { Endpoint } from './endpoint';
import { LabelIndex } from './label-index';
import { LabelSelector } from './label-selector';
import { joined, type Lead, leadsNowhereKnown } from './lead';
import { isPort, isProtocol, PortSet } from './port-set';
import type { ReachObject } from './reach-world';
import { ValueSet } from './value-set';

/** The Services among some objects, and the pods that they lead to. */
export class Services {
  private readonly byName: ReadonlyMap<string, ReachObject>;
  private readonly pods: ReadonlyMap<string, LabelIndex<Endpoint>>;

  constructor(objects: readonly ReachObject[], endpoints: readonly Endpoint[]) {
    this.byName = new Map(
      objects.flatMap((object) =>
        typeOf(object.manifest) === '/Service' ? [[nameOf(object.namespace, object.manifest.metadata.name), object]] : [],
      ),
    );
    const places = groupBy(endpoints, ({ namespace }) => namespace);
    this.pods = new Map([...places].map(([namespace, pods]) => [namespace, new LabelIndex(pods, ({ labels }) => labels)]));
  }

  /**
   * Where a Service leads to.
   * @param port of the Service, by number or name. @default all of them
   */
  lead(namespace: string, name: string, port?: unknown): Lead {
    return this.follow(namespace, name, port, new Set());
  }

  private follow(namespace: string, name: string, port: unknown, passed: Set<string>): Lead {
    const key = nameOf(namespace, name);
    const service = this.byName.get(key);
    if (service === undefined) return leadsNowhereKnown(`Service ${key} is not among the objects`);
    if (passed.has(key)) return leadsNowhereKnown(`Service ${key} leads to itself`);
    passed.add(key);
    if (textAt(service.manifest, 'spec.type') === 'ExternalName') return this.elsewhere(service, port, passed);
    const selector = entriesAt(service.manifest, 'spec.selector');
    if (selector.length === 0) return leadsNowhereKnown(`Service ${key} has no selector, so that others say where it leads to`);
    const ports = listAt(service.manifest, 'spec.ports').filter((each) => port === undefined || isNamed(each, port));
    if (ports.length === 0) return leadsNowhereKnown(`Service ${key} has no port ${port ?? 'at all'}`);
    const pods = this.pods
      .get(namespace)
      ?.select(LabelSelector.of(selector.map(([label, value]) => [label, ValueSet.oneOf([String(value)])])));
    return joined(
      [...(pods?.keys() ?? [])].map((endpoint) => ({
        to: [{ workload: endpoint.workload, ports: PortSet.union(ports.map((each) => targetPorts(each, endpoint))) }],
        unknown: [],
      })),
    );
  }

  /** An ExternalName is another name for whatever DNS knows by it, and that may be a Service of the cluster. */
  private elsewhere({ manifest, namespace }: ReachObject, port: unknown, passed: Set<string>): Lead {
    const alias = textAt(manifest, 'spec.externalName') ?? '';
    const [, name, place] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\.|$)/.exec(alias) ?? [];
    if (name !== undefined && place !== undefined) return this.follow(place, name, port, passed);
    return leadsNowhereKnown(`Service ${nameOf(namespace, manifest.metadata.name)} is another name of "${alias}"`);
  }
}

function nameOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function isNamed(port: unknown, wanted: unknown): boolean {
  return valueAt(port, 'port') === wanted || valueAt(port, 'name') === wanted;
}

/** The ports of pods that one of a Service leads to. */
function targetPorts(port: unknown, { ports }: Endpoint): PortSet {
  const protocol = textAt(port, 'protocol') ?? 'TCP';
  const target = valueAt(port, 'targetPort') ?? numberAt(port, 'port');
  if (!isProtocol(protocol)) return PortSet.none;
  if (isPort(target)) return PortSet.of(protocol, target);
  return typeof target === 'string' ? ports.possibly({ protocol, name: target }) : PortSet.none;
}
