import type { Manifest } from '../../lib';
import type { Kubectl } from '../cluster/target';
import { unreachable } from './messages';
import { gotten, saidBy } from './objects';

/** A kind as the API server serves it. */
export interface Resource {
  readonly plural: string;
  /** Empty for Kubernetes' core group. */
  readonly group: string;
  readonly kind: string;
}

export interface Discovery {
  readonly resources: readonly Resource[];
  /** What kubectl said where some groups did not answer; empty if all did. */
  readonly gap: string;
}

/** What the API server serves and lists. @throws {Refusal} if it says nothing at all */
export async function discover(kubectl: Kubectl): Promise<Discovery> {
  const ran = await kubectl.run(['api-resources', '--verbs=list', '--no-headers']);
  const resources = ran.stdout.split('\n').flatMap(resourceOf);
  if (resources.length === 0) throw unreachable(kubectl.context, saidBy(ran));
  return { resources, gap: ran.status === 0 ? '' : ran.stderr.trim() || `kubectl ended with ${ran.status}` };
}

/** A line has the name, sometimes short names, then version, whether it is in namespaces, and the kind. */
function resourceOf(line: string): Resource[] {
  const words = line.trim().split(/\s+/);
  const [version, namespaced, kind] = words.slice(-3);
  const plural = words[0];
  if (words.length < 4 || plural === undefined || kind === undefined || !/^(?:true|false)$/.test(namespaced ?? '')) return [];
  return [{ plural, group: version?.includes('/') ? (version.split('/')[0] as string) : '', kind }];
}

/** `deployment.apps`, as files of `dist` are called by. */
export function typeName(group: string, kind: string): string {
  return `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
}

export type Listed = { readonly objects: readonly Manifest[] } | { readonly problem: string };

/** Every object of a kind, in the version that `dist` writes it in if one is given. */
export async function listed(kubectl: Kubectl, { plural, group }: Resource, version?: string): Promise<Listed> {
  const name = group === '' ? plural : [plural, ...(version === undefined ? [] : [version]), group].join('.');
  const found = await gotten(kubectl, [name, '--all-namespaces', '--show-managed-fields']);
  return typeof found === 'string' ? { problem: found } : { objects: found };
}
