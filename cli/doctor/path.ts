import { landing, Reachability } from '../../lib';
import type { Live } from '../verify/check';
import { allPolicies } from './checks/service/network-policy';
import { readBy } from './checks/workload/secret';
import { workloadIn } from './connections';
import { committed, type Facts, same } from './facts';
import { type About, aboutOf, type Result, type Status, spokenAbout } from './finding';
import { labelText } from './labels';
import type { Template } from './pods';
import { liveWaysIn, meantWaysIn, type WayIn } from './routes';
import { liveServices, meant } from './services';

/** One thing that a request needs on its way. */
export interface Step {
  readonly name: string;
  readonly status: Status;
  /** Which objects it is about; empty where it needs none. */
  readonly through: string;
  readonly results: readonly Result[];
}

/** A stage of the path: the checks that speak of it, and the objects that belong to it. */
interface Stage {
  readonly name: string;
  readonly through: string;
  readonly checks: RegExp;
  readonly abouts: readonly About[];
}

/**
 * The way of a request to a Service, in order: its name, the way in, the Service, its selector, endpoints, pods, ports, policies, what its
 * pods read, and the stores and services that they call. Each step is what the checks say of the objects on the way.
 */
export function pathTo(facts: Facts, service: Live, results: readonly Result[]): Step[] {
  return stagesOf(facts, service).map(({ name, through, checks, abouts }): Step => {
    const own = results.filter(({ check }) => checks.test(check));
    const relevant = own.filter(({ about, status }) => (about === undefined ? status !== 'ok' : abouts.some((one) => isSame(one, about))));
    const isAsked = abouts.length > 0;
    return { name, through: through || 'nothing of it', status: isAsked ? statusOf(relevant) : 'ok', results: isAsked ? relevant : [] };
  });
}

function statusOf(results: readonly Result[]): Status {
  const states = results.map(({ status }) => status);
  return (['problem', 'unknown', 'skipped'] as const).find((status) => states.includes(status)) ?? 'ok';
}

function isSame(one: About, other: About): boolean {
  return one.kind === other.kind && one.name === other.name && (one.namespace ?? '') === (other.namespace ?? '');
}

function stagesOf(facts: Facts, service: Live): Stage[] {
  const { namespace = '', name } = service.metadata;
  const self: About = { kind: 'Service', namespace, name };
  const ways = [...meantWaysIn(facts), ...liveWaysIn(facts)].filter(({ backends }) =>
    backends.some((backend) => backend.name === name && backend.namespace === namespace),
  );
  const hosts = [...new Set(ways.flatMap((way) => way.hosts))];
  const routes = ways.map(({ object }) => aboutOf(object));
  const templates = templatesBehind(facts, service);
  const workloads = templates.map(({ about }) => about);
  const callees = calleesOf(facts, templates);
  const others = callees.flatMap((callee) => [aboutOf(callee), ...objectsOf(templatesBehind(facts, callee))]);
  return [
    {
      name: 'name',
      through: hosts.join(', '),
      checks: /^edge\/(?:dns|host)$/,
      abouts: [...hosts.map((host) => ({ kind: 'Host', name: host })), ...routes],
    },
    {
      name: 'way in',
      through: spoken(routes),
      checks: /^edge\/(?:route|gateway|certificate)$/,
      abouts: [...routes, ...gatewaysOf(facts, ways)],
    },
    { name: 'Service', through: spoken([self]), checks: /^service\/present$/, abouts: [self] },
    { name: 'selector', through: labelText(service.spec?.selector ?? {}), checks: /^service\/selector$/, abouts: [self] },
    { name: 'endpoints', through: spoken([self]), checks: /^service\/endpoints$/, abouts: [self] },
    {
      name: 'pods',
      through: spoken(workloads),
      checks: /^(?:service\/pods|workload\/(?:scheduled|quota|refused|claim|volume|image|crash|available))$/,
      abouts: [self, ...workloads, ...claimsOf(facts, service)],
    },
    { name: 'ports', through: portsText(service), checks: /^service\/port$/, abouts: [self] },
    {
      name: 'policies',
      through: spoken(workloads),
      checks: /^service\/(?:network-policy|isolation)$/,
      abouts: [...workloads, { kind: 'Namespace', name: namespace }, allPolicies(facts)],
    },
    { name: 'secrets', through: spoken(readings(templates)), checks: /^workload\/(?:secret|sealed)$/, abouts: readings(templates) },
    { name: 'calls', through: spoken(callees.map(aboutOf)), checks: /^(?:service|workload)\//, abouts: others },
  ];
}

/** The pods that dist means, and those that the selector finds now. */
function templatesBehind(facts: Facts, service: Live): Template[] {
  const wanted = meant(facts, service);
  const found = liveServices(facts).find((one) => same([one.service], service) !== undefined)?.templates ?? [];
  return [...wanted, ...found.filter(({ about }) => !wanted.some((one) => isSame(one.about, about)))];
}

function gatewaysOf(facts: Facts, ways: readonly WayIn[]): About[] {
  return ways.flatMap(({ object }) =>
    ((object.spec?.parentRefs ?? []) as readonly { name: string; namespace?: string }[]).flatMap(
      ({ name, namespace = object.metadata.namespace ?? '' }) => {
        const gateway = committed(facts, 'Gateway').find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
        const listeners = (gateway?.spec?.listeners ?? []) as readonly { tls?: { certificateRefs?: readonly { name: string }[] } }[];
        const secrets = listeners.flatMap(({ tls }) => (tls?.certificateRefs ?? []).map((one) => one.name));
        const certificates = committed(facts, 'Certificate').filter(({ spec }) => secrets.includes(spec?.secretName));
        return [
          { kind: 'Gateway', namespace, name },
          ...secrets.map((secret) => ({ kind: 'Secret', namespace, name: secret })),
          ...certificates.map(aboutOf),
        ];
      },
    ),
  );
}

function objectsOf(templates: readonly Template[]): About[] {
  return [...templates.map(({ about }) => about), ...readings(templates)];
}

/** Secrets and ConfigMaps of the pods, and the sealed files that they come from. */
function readings(templates: readonly Template[]): About[] {
  return templates.flatMap(({ about: { namespace = '' }, spec }) =>
    readBy(spec).flatMap(({ kind, name }): About[] => [
      { kind, namespace, name },
      ...(kind === 'Secret' ? [{ kind: 'SealedSecret', namespace, name }] : []),
    ]),
  );
}

/** Claims that its pods wait for. */
function claimsOf(facts: Facts, service: Live): About[] {
  const { namespace = '' } = service.metadata;
  const pods = liveServices(facts).find((one) => same([one.service], service) !== undefined)?.pods ?? [];
  const volumes = pods.flatMap(({ spec }) => (spec?.volumes ?? []) as readonly { persistentVolumeClaim?: { claimName: string } }[]);
  return volumes.flatMap(({ persistentVolumeClaim: claim }) =>
    claim === undefined ? [] : [{ kind: 'PersistentVolumeClaim', namespace, name: claim.claimName }],
  );
}

/** The Services of dist that the pods may call, by the policies of dist. */
function calleesOf(facts: Facts, templates: readonly Template[]): Live[] {
  const reachability = new Reachability({ objects: facts.dist.map((manifest) => landing(manifest, '')), ranges: facts.cluster.ranges });
  const keys = templates.flatMap(({ about }) => {
    const workload = reachability.workloads.get(`${about.namespace}/${about.kind}/${about.name}`);
    return workload === undefined ? [] : reachability.targetsOf(workload, 'may').map(({ workload: target }) => target.key);
  });
  const called = keys.flatMap((key) => workloadIn(key) ?? []);
  return committed(facts, 'Service').filter((service) =>
    templatesBehind(facts, service).some(({ about }) => called.some((one) => isSame(one, about))),
  );
}

function spoken(abouts: readonly About[]): string {
  return [...new Set(abouts.filter(({ kind }) => kind !== 'SealedSecret').map(spokenAbout))].join(', ');
}

function portsText({ spec }: Live): string {
  const ports = (spec?.ports ?? []) as readonly { port: number; targetPort?: number | string }[];
  return ports.map(({ port, targetPort = port }) => `${port} to ${targetPort}`).join(', ');
}
