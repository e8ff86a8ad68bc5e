import { listAt } from '../manifest/fields';
import { isMapping, type Labels, valueAt } from '../manifest/manifest';
import { podSpecPath, templatePath } from '../manifest/pod-template';
import type { WorldObject } from './world-object';

/** Lists of containers that a pod may have, as the API calls them. */
export const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;

export type ContainerList = (typeof CONTAINER_LISTS)[number];

/** One container of a pod. */
export interface ContainerView {
  /** Path in the object: `spec.template.spec.containers[0]`. */
  readonly path: string;
  readonly list: ContainerList;
  /** Position in the list. */
  readonly index: number;
  /** Empty where it has none. */
  readonly name: string;
  readonly container: Readonly<Record<string, unknown>>;
}

/** The pods that an object describes, or a pod itself. */
export interface PodView {
  readonly object: WorldObject;
  /** Path of the pod's spec in the object: `spec.template.spec`. */
  readonly path: string;
  /** Where the pods run, after Argo CD has filled in what the object leaves out; empty if nothing tells. */
  readonly namespace: string;
  /** Labels of the pods, not of the object that makes them. */
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Of every list, init and ephemeral containers included. */
  readonly containers: readonly ContainerView[];
}

/** The pods of an object; undefined for kinds without any, and for one without a template. */
export function podView(object: WorldObject, namespace: string): PodView | undefined {
  const { manifest } = object;
  const path = podSpecPath(manifest);
  const spec = path === undefined ? undefined : valueAt(manifest, path);
  if (path === undefined || !isMapping(spec)) return undefined;
  const template = templatePath(manifest);
  const metadata = valueAt(manifest, template ? `${template}.metadata` : 'metadata');
  return {
    object,
    path,
    namespace,
    labels: textsOf(valueAt(metadata, 'labels')),
    annotations: textsOf(valueAt(metadata, 'annotations')),
    spec,
    containers: containersIn(spec, path),
  };
}

/** The containers of a pod's spec, which is at a path of its object. */
export function containersIn(spec: unknown, path: string): ContainerView[] {
  return CONTAINER_LISTS.flatMap((list) =>
    listAt(spec, list).flatMap((container, index) =>
      isMapping(container) ? [{ path: `${path}.${list}[${index}]`, list, index, name: String(container.name ?? ''), container }] : [],
    ),
  );
}

function textsOf(value: unknown): Labels {
  if (!isMapping(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
