import { isMapping } from '../../manifest/manifest';
import type { Rule } from '../rule';

/** What an API server or a controller writes into an object. */
const METADATA: ReadonlySet<string> = new Set(['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid']);

export const clusterWritten: Rule = {
  id: 'layout/cluster-written',
  title: 'No manifest holds what only a cluster writes',
  severity: 'error',
  rationale:
    'An object that was copied from a cluster does not go back: apply refuses managedFields, and a uid or resourceVersion of another one; a status is written over, and Argo CD reports a difference that nobody can settle (hardening 2, Cluster; Kubernetes API conventions: metadata, spec and status).',
  requirements: ['A3', 'A24'],
  fix: 'remove the field: what is in Git says what shall be, not what some cluster observed',
  *check(world) {
    for (const object of world.objects) {
      const { metadata, status } = object.manifest;
      if (says(status)) yield { object, field: 'status', message: 'is what a cluster writes' };
      for (const key of Object.keys(metadata)) {
        if (METADATA.has(key) && says(metadata[key])) yield { object, field: `metadata.${key}`, message: 'is what a cluster writes' };
      }
    }
  },
};

/** Whether there is anything in a value: generators write `creationTimestamp: null`, `status: {}` and `acceptedNames: {kind: ""}`. */
function says(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(says);
  if (isMapping(value)) return Object.values(value).some(says);
  return value !== undefined && value !== null && value !== '';
}
