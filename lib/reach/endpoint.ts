import { listAt, textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { isMapping, type Manifest, valueAt } from '../manifest/manifest';
import { POD_TYPES, podSpecPath, templatePath } from '../manifest/pod-template';
import { ContainerPorts } from './container-ports';
import { controllerLabels } from './controller-labels';
import { LabelSpace } from './label-space';
import { labelsIn } from './namespaces';
import type { ReachObject } from './reach-world';

/** Pods that are alike: those of one template, one that is a manifest itself, or some that nobody has written yet. */
export interface Endpoint {
  /** What the pods count as: `namespace/Kind/name`. */
  readonly workload: string;
  readonly namespace: string;
  readonly labels: LabelSpace;
  readonly ports: ContainerPorts;
  /** On the network of the node, where policies do not reliably reach. */
  readonly hostNetwork: boolean;
  /** Undefined for pods that nobody has written. */
  readonly object: ReachObject | undefined;
}

/** A template by itself makes no pods. */
const WITHOUT_PODS = '/PodTemplate';

/** Whether an object is one that pods come from. */
export function hasPods(manifest: Manifest): boolean {
  const type = typeOf(manifest);
  return type !== WITHOUT_PODS && POD_TYPES.includes(type);
}

/** Whether an object makes pods of which it says nothing. */
export function isBare(manifest: Manifest): boolean {
  return hasPods(manifest) && specIn(manifest) === undefined;
}

/** What an object says of its pods; undefined where it has none, or says nothing of them. */
function specIn(manifest: Manifest): Record<string, unknown> | undefined {
  const path = hasPods(manifest) ? podSpecPath(manifest) : undefined;
  const spec = path === undefined ? undefined : valueAt(manifest, path);
  return isMapping(spec) ? spec : undefined;
}

/** The pods that an object is or makes; undefined if there are none. */
export function endpointOf(object: ReachObject): Endpoint | undefined {
  const { manifest, namespace } = object;
  const spec = specIn(manifest);
  if (spec === undefined) return undefined;
  const template = templatePath(manifest);
  const written = labelsIn(valueAt(manifest, template ? `${template}.metadata.labels` : 'metadata.labels'));
  return {
    workload: workloadKey(object),
    namespace,
    labels: LabelSpace.of([...written, ...controllerLabels(manifest)]),
    ports: ContainerPorts.of(spec),
    hostNetwork: spec['hostNetwork'] === true,
    object,
  };
}

export interface ImaginedPodsProps {
  /** What they are called in answers. */
  readonly workload: string;
  readonly namespace: string;
  /** @default whatever somebody could write */
  readonly labels?: LabelSpace;
  /** @default unknown: the name of a port could stand for any */
  readonly ports?: ContainerPorts;
  /** @default false */
  readonly hostNetwork?: boolean;
}

/** Pods that are not among the objects, but somebody could make, or that are known to run. */
export function imaginedPods(props: ImaginedPodsProps): Endpoint {
  return { hostNetwork: false, labels: LabelSpace.free, ports: ContainerPorts.unknown, ...props, object: undefined };
}

/** A pod with an owner counts as its owner; the kubelet's own pods are owned by a node, and count as themselves. */
function workloadKey({ manifest, namespace }: ReachObject): string {
  const { kind, name } = ownerOf(manifest) ?? { kind: manifest.kind, name: textAt(manifest, 'metadata.name') };
  return `${namespace}/${kind}/${name ?? textAt(manifest, 'metadata.generateName') ?? ''}`;
}

function ownerOf(manifest: Manifest): { kind: string; name: string } | undefined {
  if (manifest.kind !== 'Pod') return undefined;
  const owners = listAt(manifest, 'metadata.ownerReferences');
  const owner = owners.find((reference) => valueAt(reference, 'controller') === true) ?? owners[0];
  const [kind, name] = [textAt(owner, 'kind'), textAt(owner, 'name')];
  return kind === undefined || name === undefined || kind === 'Node' ? undefined : { kind, name };
}
