import { typeOf } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import { endpointOf, hasPods } from '../reach/endpoint';
import { foreignPolicyProblem } from '../reach/foreign-policy';
import { landing } from '../reach/landing';
import { isNetworkPolicy } from '../reach/network-policy';
import { undecidedWorkloads } from '../reach/workload';
import { destinationOf, foldersOf, isApplication } from './application';
import type { ChangedObject, Placed, ReadChanges } from './changed-object';

/** Whether who reaches whom depends on an object: a policy of any kind, pods of any kind, a Namespace. */
export function isOfReach(manifest: Manifest): boolean {
  return (
    isNetworkPolicy(manifest) ||
    isNamespace(manifest) ||
    hasPods(manifest) ||
    foreignPolicyProblem(manifest) !== undefined ||
    undecidedWorkloads([landing(manifest, '')]).length > 0
  );
}

/** Whether changes could make a difference to who reaches whom. What cannot be read could be anything. */
export function touchReach({ objects, unreadable }: ReadChanges): boolean {
  return objects.some(touchesReach) || unreadable.some(({ file }) => /\.(ya?ml|json)$/.test(file.path));
}

function touchesReach({ before, after }: ChangedObject): boolean {
  return before === undefined || after === undefined ? isCause(before ?? after) : changesReach(before, after);
}

/** Applications say where that lands which names no namespace. */
function isCause(placed: Placed | undefined): boolean {
  return placed !== undefined && (isOfReach(placed.manifest) || isApplication(placed.manifest));
}

function changesReach(before: Placed, after: Placed): boolean {
  if (!isCause(before) && !isCause(after)) return false;
  return before.path !== after.path || essenceOf(before.manifest) !== essenceOf(after.manifest);
}

/** What of an object makes a difference to who reaches whom: the same for two that make none. */
function essenceOf(manifest: Manifest): string {
  if (isApplication(manifest)) return JSON.stringify([destinationOf(manifest), foldersOf(manifest)]);
  if (isNetworkPolicy(manifest)) return JSON.stringify(['policy', manifest.spec]);
  if (isNamespace(manifest)) return JSON.stringify(['namespace', manifest.metadata.labels]);
  const pods = endpointOf(landing(manifest, ''));
  if (pods === undefined) return JSON.stringify(manifest);
  const { workload, labels, ports, hostNetwork } = pods;
  return JSON.stringify([workload, `${labels}`, ports.list, hostNetwork]);
}

function isNamespace(manifest: Manifest): boolean {
  return typeOf(manifest) === '/Namespace';
}
