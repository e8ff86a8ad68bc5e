import type { Manifest } from '../../manifest/manifest';
import { valueAt } from '../../manifest/manifest';
import { isEqual } from '../difference';
import type { Side } from '../side';
import type { Obstacle } from './obstacle';

/** Levels of Pod Security, the strictest last; a namespace without the label admits everything. */
const LEVELS = ['privileged', 'baseline', 'restricted'];

/** Namespaces that admit fewer pods. */
export function stricterPodSecurity(from: Side, to: Side): Obstacle[] {
  const here = new Map(ofKind(from, 'Namespace').map((manifest) => [manifest.metadata.name, levelOf(manifest)]));
  return ofKind(to, 'Namespace').flatMap((manifest): Obstacle[] => {
    const { name } = manifest.metadata;
    const [own, other] = [here.get(name), levelOf(manifest)];
    if (own === undefined || LEVELS.indexOf(other) <= LEVELS.indexOf(own)) return [];
    return [{ kind: 'admission', where: name, summary: `${name}: Pod Security enforces ${other} in ${to.name}, ${own} in ${from.name}` }];
  });
}

function levelOf({ metadata }: Manifest): string {
  return metadata.labels?.['pod-security.kubernetes.io/enforce'] ?? 'privileged';
}

const ADMISSION = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
];

/** Admission policies that are only there. */
export function moreAdmission(from: Side, to: Side): Obstacle[] {
  return ADMISSION.flatMap((kind) => {
    const here = new Set(ofKind(from, kind).map(({ metadata }) => metadata.name));
    return ofKind(to, kind)
      .filter(({ metadata }) => !here.has(metadata.name))
      .map(({ metadata }): Obstacle => ({ kind: 'admission', where: '', summary: `${kind} ${metadata.name} is only in ${to.name}` }));
  });
}

/** Lists of an AppProject that permit: what is missing from them is refused. */
const PERMITS = ['sourceRepos', 'destinations', 'clusterResourceWhitelist', 'namespaceResourceWhitelist'];
/** Lists that refuse. */
const REFUSES = ['clusterResourceBlacklist', 'namespaceResourceBlacklist'];

/** AppProjects whose ceilings are lower. */
export function lowerCeilings(from: Side, to: Side): Obstacle[] {
  const here = new Map(ofKind(from, 'AppProject').map((manifest) => [manifest.metadata.name, manifest]));
  // Each reads its own repository.
  const counterpart = (item: unknown): unknown => (item === from.repository ? to.repository : item);
  return ofKind(to, 'AppProject').flatMap((manifest) => {
    const own = here.get(manifest.metadata.name);
    if (own === undefined) return [];
    const lost = (lists: readonly string[], one: Manifest, other: Manifest): string[] =>
      lists.flatMap((list) =>
        itemsOf(one, list)
          .filter((item) => !itemsOf(other, list).some((same) => isEqual(same, counterpart(item))))
          .map(spoken),
      );
    const refused = [...lost(PERMITS, own, manifest), ...lost(REFUSES, manifest, own)];
    if (refused.length === 0) return [];
    const { name } = manifest.metadata;
    const summary = `AppProject ${name} of ${to.name} refuses what that of ${from.name} permits: ${refused.join(', ')}`;
    return [{ kind: 'ceiling', where: name, summary } satisfies Obstacle];
  });
}

function itemsOf({ spec }: Manifest, list: string): unknown[] {
  return (valueAt(spec, list) ?? []) as unknown[];
}

function spoken(item: unknown): string {
  if (typeof item === 'string') return item;
  return Object.values(item as object)
    .filter((value) => value !== '')
    .join('/');
}

function ofKind({ objects }: Side, kind: string): Manifest[] {
  return objects.flatMap(({ manifest }) => (manifest.kind === kind ? [manifest] : []));
}
