import type { Environment } from './environment';
import { listAt } from './manifest/fields';
import { groupBy } from './manifest/group-by';
import { type LaidOut, markerText } from './manifest/layout';
import { type Manifest, valueAt } from './manifest/manifest';
import { peersOf } from './manifest/nobody';
import { compareText } from './manifest/order';
import { Unknown } from './tenancy/fact';

/** The page of an environment: what it is, who may reach whom, what it holds, how to work with it. Without versions. */
export function readme(environment: Environment, files: readonly LaidOut[]): string {
  const { name } = environment;
  return `<!-- ${markerText(name)} -->

# ${name}

${table(['', ''], factRows(environment))}

## Who may connect to whom

From the network policies below; everything else is denied, DNS excepted.

\`\`\`mermaid
${picture(files.map(({ manifest }) => manifest))}
\`\`\`

## What it holds

${table(['Unit', 'Component', 'Project', 'Objects'], unitRows(files))}

## Working with it

\`\`\`sh
npm run synth -- --env ${name}        # render this folder again
npm run validate -- --env ${name}     # every gate, and whether this folder is what the classes render
npm run explain -- ${name} KIND/NAME  # which line made an object
kubectl apply -k dist/${name}         # emergency only, when the controller cannot reconcile
\`\`\`
`;
}

/** The table that source 000 leaves open, and the traits; what nobody has confirmed says so (requirements A12, A56). */
function factRows({ cluster, traits, delivery }: Environment): string[][] {
  const { operations } = cluster;
  return [
    ['Cluster', cluster.name],
    ['Kubernetes', cluster.kubernetes],
    ['Domain', cluster.domain],
    ['GitOps controller', `${delivery.engine}, applies ${delivery.cadence}`],
    ['On call', String(operations.onCall)],
    ['Escalation', String(operations.escalation)],
    ['Secrets', String(operations.secrets)],
    ['Promotion', `${traits.follows === undefined ? 'changes arrive here first' : `from ${traits.follows}`}: ${operations.promotion}`],
    ['Purpose', traits.purpose],
    ['Data', traits.data],
    ['Open to', traits.audience],
    ['Size', `${traits.size}${traits.highlyAvailable ? ', survives the loss of a node' : ''}`],
    ['Stores', traits.encrypted ? 'TLS; PostgreSQL and Redis ask for a client certificate too' : 'no TLS'],
    ['Backups', cluster.backup === undefined ? 'none' : cluster.backup instanceof Unknown ? String(cluster.backup) : cluster.backup.name],
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '--')), ...rows.map(line)].join('\n');
}

function unitRows(files: readonly LaidOut[]): string[][] {
  return [...groupBy(files, ({ unit }) => `${unit.folder} ${unit.component}`).values()].map((objects) => {
    const { folder, component, project } = (objects[0] as LaidOut).unit;
    return [folder, component, project, String(objects.length)];
  });
}

interface Pods {
  readonly namespace: string;
  readonly name: string;
}

/** A flowchart of the connections that ingress policies permit, pods grouped by namespace. */
function picture(manifests: readonly Manifest[]): string {
  const edges = manifests.filter(({ kind }) => kind === 'NetworkPolicy').flatMap(permissions);
  const pods = new Map(edges.flatMap(({ from, to }) => [from, to]).map((end) => [idOf(end), end]));
  const namespaces = [...new Set([...pods.values()].map(({ namespace }) => namespace))].sort(compareText);
  const groups = namespaces.flatMap((namespace) => [
    `  subgraph ${id(namespace)}[${namespace}]`,
    ...[...pods.values()].filter((end) => end.namespace === namespace).map((end) => `    ${idOf(end)}["${end.name}"]`),
    '  end',
  ]);
  const arrows = edges.map(({ from, to, ports }) => `  ${idOf(from)} -->|${ports}| ${idOf(to)}`);
  return ['flowchart LR', ...groups, ...arrows.sort(compareText)].join('\n');
}

function permissions({ metadata, spec }: Manifest): { from: Pods; to: Pods; ports: string }[] {
  const namespace = metadata.namespace ?? '';
  const to = { namespace, name: podName(valueAt(spec, 'podSelector')) };
  return listAt(spec, 'ingress').flatMap((rule) => {
    const ports = listAt(rule, 'ports').map(portText).join(', ') || 'all ports';
    const sources = peersOf(rule, 'from')?.map((peer) => sourceOf(peer, namespace)) ?? [ANYONE];
    return sources.map((from) => ({ from, to, ports }));
  });
}

/** A rule without peers lets everybody in, outside the cluster too. */
const ANYONE: Pods = { namespace: 'anywhere', name: 'anyone' };

function sourceOf(peer: unknown, own: string): Pods {
  const range = valueAt(peer, 'ipBlock.cidr');
  if (range !== undefined) return { namespace: 'anywhere', name: String(range) };
  const selected = valueAt(peer, 'namespaceSelector');
  const namespace = selected === undefined ? own : (labels(selected)?.['kubernetes.io/metadata.name'] ?? 'several namespaces');
  return { namespace, name: podName(valueAt(peer, 'podSelector')) };
}

function podName(selector: unknown): string {
  const selected = labels(selector);
  return (
    selected?.['app.kubernetes.io/instance'] ??
    selected?.['app.kubernetes.io/name'] ??
    (Object.values(selected ?? {}).join(' ') || 'all pods')
  );
}

function portText(port: unknown): string {
  return `${valueAt(port, 'protocol') ?? 'TCP'} ${valueAt(port, 'port') ?? 'any'}`;
}

function labels(selector: unknown): Readonly<Record<string, string>> | undefined {
  return valueAt(selector, 'matchLabels') as Readonly<Record<string, string>> | undefined;
}

/** Names hold no underscores, so no two places share an id. */
function idOf({ namespace, name }: Pods): string {
  return `${id(namespace)}__${id(name)}`;
}

function id(text: string): string {
  return text.replace(/[^a-z0-9]/g, '_');
}
