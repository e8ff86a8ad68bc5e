import { spokenName } from '../manifest/identity';
import { isMapping, ownValue, valueAt } from '../manifest/manifest';
import { NETWORK_POLICY, podSelectorOf, rulesOf } from '../policy/network/policy';
import { missingService } from '../policy/wiring/elsewhere';
import { podsOf } from '../policy/wiring/label-index';
import { selectsAll } from '../policy/wiring/label-selector';
import type { World } from '../policy/world';
import type { WorldObject } from '../policy/world-object';
import { type GraphFinding, type Link, nodeAt, nodeId } from './graph';
import { type Parts, spokenPlace } from './parts';
import { credentialsBeside, spokenSetting, type Told } from './told';

/** Who calls whom, as far as names tell: Services, hosts of the environment, and providers outside. */
export class Calls {
  readonly links: Link[] = [];
  readonly findings: GraphFinding[] = [];

  /** @param hosts the hosts of the environment with the part that exposes each */
  constructor(
    private readonly world: World,
    private readonly parts: Parts,
    private readonly hosts: ReadonlyMap<string, string>,
    told: Iterable<Told>,
  ) {
    for (const each of told) this.take(each);
    for (const policy of world.ofType(NETWORK_POLICY)) this.links.push(...permitted(world, parts, policy));
    this.refuseUndelivered();
  }

  private take(told: Told): void {
    const from = this.parts.of(told.pod?.object ?? told.setting.object);
    if (from === undefined) return;
    if ('host' in told.address) this.takeHost(from, told, told.address.host);
    else this.takeService(from, told, told.address);
  }

  private takeService(from: string, { setting, pod }: Told, { service: name, namespace }: { service: string; namespace: string }): void {
    const service = this.world.tryFind('/Service', namespace, name);
    const to = service && this.parts.of(service);
    if (service === undefined) {
      const message = missingService(this.world, setting.object, namespace, name);
      if (message !== undefined) this.findings.push(dangling(from, setting, message));
    } else if (to !== undefined && to !== from) {
      const credentials = pod === undefined ? [] : credentialsBeside(setting, pod);
      this.links.push({ ...call(from, to), because: spokenSetting(setting), ...(credentials.length > 0 && { credentials }) });
    }
  }

  private takeHost(from: string, { setting }: Told, host: string): void {
    const to = this.hosts.get(host);
    if (to === from) return;
    if (to !== undefined) this.links.push({ ...call(from, to), because: spokenSetting(setting) });
    else if (!this.isOwn(host) || this.isOfPlatform(from)) {
      // What the platform itself is called by, a chart exposes.
      if (host.split('.', 1)[0] !== nodeAt(from).name)
        this.links.push({ kind: 'calls', from, to: nodeId('provider', host), because: spokenSetting(setting) });
    } else this.findings.push(dangling(from, setting, `names the host ${host}, which nothing in the environment exposes`));
  }

  /** Whether a host is of the environment, so that something here should answer by it. Another environment's may be below the domain. */
  private isOwn(host: string): boolean {
    const { domain, neighbours } = this.world.facts ?? {};
    const isBelow = (place: string): boolean => host === place || host.endsWith(`.${place}`);
    if (
      domain === undefined ||
      !isBelow(domain) ||
      neighbours?.some((other) => other.domain.endsWith(`.${domain}`) && isBelow(other.domain))
    ) {
      return false;
    }
    // The host itself or one label more: what is deeper, or of the organization, is somebody else's.
    return host === domain || !host.slice(0, -domain.length - 1).includes('.');
  }

  /** Below the domain of production is also what the whole organization uses. */
  private isOfPlatform(id: string): boolean {
    return ['add-on', 'platform'].includes(nodeAt(id).kind);
  }

  /** Stores of the catalogue that a caller of the environment may use, and that it has not got. */
  private refuseUndelivered(): void {
    for (const [store, { callers }] of Object.entries(this.world.facts?.stores ?? {})) {
      if (this.parts.named(store) !== undefined) continue;
      for (const caller of callers) {
        const node = this.parts.named(caller);
        if (node === undefined) continue;
        const message = `is a caller of the store ${store} by the catalogue, and the environment has no such store`;
        this.findings.push({ kind: 'dangling', nodes: [node], where: '', message });
      }
    }
  }
}

/** Pods that a policy lets its own pods call, as far as labels name them: an open rule declares nothing. */
function* permitted(world: World, parts: Parts, policy: WorldObject): Iterable<Link> {
  const own = world.namespaceOf(policy);
  const sources = new Set(
    podsOf(world)
      .select(own, podSelectorOf(policy))
      .flatMap(({ object }) => parts.of(object) ?? []),
  );
  for (const { direction, peers } of rulesOf(policy)) {
    if (direction !== 'Egress') continue;
    for (const peer of peers) {
      const selector = valueAt(peer, 'podSelector');
      if (selector === undefined || selectsAll(selector)) continue;
      const targets = new Set(
        podsOf(world)
          .select(placeOf(peer, own), selector)
          .flatMap(({ object }) => parts.of(object) ?? []),
      );
      for (const from of sources) {
        for (const to of targets) if (from !== to) yield { ...call(from, to), because: spokenName(policy.manifest) };
      }
    }
  }
}

function placeOf(peer: unknown, own: string): string {
  const labels = valueAt(peer, 'namespaceSelector.matchLabels');
  const name = isMapping(labels) ? ownValue(labels, 'kubernetes.io/metadata.name') : undefined;
  return typeof name === 'string' ? name : valueAt(peer, 'namespaceSelector') === undefined ? own : '';
}

function call(from: string, to: string): Pick<Link, 'kind' | 'from' | 'to'> {
  return { kind: nodeAt(to).kind === 'store' ? 'uses' : 'calls', from, to };
}

function dangling(node: string, { object, field }: Told['setting'], message: string): GraphFinding {
  return { kind: 'dangling', nodes: [node], where: spokenPlace(object, field), message };
}
