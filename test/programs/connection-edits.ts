import type { Draw } from '../deep/edit';
import type { LabelSelector, NetworkPolicy, Peer, PolicyPort } from '../reach/brute-force/kubernetes';
import {
  type Edit,
  inPodMaker,
  isPodMaker,
  isPolicy,
  labelsOf,
  named,
  nameOf,
  namespacesIn,
  placeOf,
  podSpecOf,
  templateOf,
} from './policy-edit';
import type { ShippedObject } from './shipped';

/** Connections that somebody could open, and what could become of workloads and namespaces, by what it does. */
export const CONNECTION_EDITS: Readonly<Record<string, Edit>> = {
  'connect two workloads,': connect(() => true),
  'connect two workloads of another kind,': connect(({ unit }) => !['kfm-api'].includes(unit.component)),
  'connect clients with pipelines and these with a store,': (objects, draw) => {
    const of = (namespace: string): ShippedObject =>
      draw.of(objects.filter((object) => isPodMaker(object) && placeOf(object) === namespace));
    const [client, middle, store] = [of('kfm-web'), of('kfm-pipelines'), of('platform-data')];
    return [join(objects, client, middle, draw), join(objects, middle, store, draw)].join(' and ');
  },
  'open a namespace, ': (objects, draw) => {
    const [namespace, other] = [draw.of(namespacesIn(objects)), draw.of(namespacesIn(objects))];
    const peers = [draw.of([{ namespaceSelector: {} }, { namespaceSelector: named(other) }, { podSelector: {} }])];
    add(objects, namespace, { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: peers }], egress: [{ to: peers }] });
    return namespace;
  },
  'put on the network of the node': inPodMaker((maker) => {
    podSpecOf(maker).hostNetwork = true;
  }),
  'give the labels of another to': inPodMaker((maker, draw, objects) => {
    templateOf(maker).metadata.labels = { ...labelsOf(draw.of(objects.filter(isPodMaker)).manifest) };
  }),
  'take a label from': inPodMaker((maker, draw) => {
    const { labels } = templateOf(maker).metadata;
    delete labels[draw.of(Object.keys(labels).sort())];
  }),
  'move the workload': inPodMaker(({ metadata }, draw, objects) => {
    metadata.namespace = draw.of(namespacesIn(objects));
  }),
  'forget the namespace': (objects, draw) => {
    const namespace = draw.of(objects.filter(({ manifest }) => manifest.kind === 'Namespace'));
    return nameOf(objects.splice(objects.indexOf(namespace), 1)[0]);
  },
};

function connect(isChosen: (object: ShippedObject) => boolean): Edit {
  return (objects, draw) => {
    const all = objects.filter((object) => isPodMaker(object) && isChosen(object));
    const stores = all.filter((object) => placeOf(object) === 'platform-data');
    return join(objects, draw.of(all), draw.of(draw.below(3) === 0 ? all : stores), draw);
  };
}

/** Lets the pods of one workload call those of another, by a policy at each end. */
function join(objects: ShippedObject[], from: ShippedObject, to: ShippedObject, draw: Draw): string {
  const identity = ({ manifest }: ShippedObject): LabelSelector => {
    const labels = labelsOf(manifest);
    const keys = ['app.kubernetes.io/name', 'app.kubernetes.io/instance'].filter((key) => labels[key] !== undefined);
    return { matchLabels: Object.fromEntries(keys.map((key) => [key, labels[key] as string])) };
  };
  const peer = (object: ShippedObject): Peer => ({ namespaceSelector: named(placeOf(object)), podSelector: identity(object) });
  const ports: PolicyPort[] = [{ port: draw.of([5432, 6379, 7070, 7700, 9187, 9121]), protocol: 'TCP' }];
  add(objects, placeOf(from), { podSelector: identity(from), policyTypes: ['Egress'], egress: [{ to: [peer(to)], ports }] });
  add(objects, placeOf(to), { podSelector: identity(to), policyTypes: ['Ingress'], ingress: [{ from: [peer(from)], ports }] });
  return `${nameOf(from)} to ${nameOf(to)} on ${ports[0]?.port}`;
}

/** A policy more, in the unit of another one of the namespace. */
function add(objects: ShippedObject[], namespace: string, spec: NetworkPolicy['spec']): void {
  const like = objects.find((object) => isPolicy(object) && placeOf(object) === namespace);
  if (like === undefined) throw new Error(`no policy is in ${namespace}`);
  const metadata = { name: `added-${objects.length}`, namespace };
  objects.push({ ...like, manifest: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec } });
}
