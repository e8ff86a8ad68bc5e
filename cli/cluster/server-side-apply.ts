import { OURS } from '../../lib';
import { kubectl } from './succeeding';
import type { Kubectl } from './target';

/** Applies manifests (YAML or JSON) of which this program says what they are, and nobody else. @throws {Refusal} what the API server refused */
export async function serverSideApply(cluster: Kubectl, input: string): Promise<void> {
  await kubectl(cluster, ['apply', '--server-side', '--field-manager=desired-state', '--filename', '-'], { input });
}

/**
 * Applies manifests as Argo CD would: what it delivers later is what it already owns, and no two managers fight over a field.
 * @param namespace of those that name none
 * @throws {Refusal} what the API server refused
 */
export async function applyAsArgoCd(cluster: Kubectl, input: string, namespace?: string): Promise<void> {
  const within = namespace === undefined ? [] : ['--namespace', namespace];
  const manager = ['--server-side', '--force-conflicts', `--field-manager=${OURS}`];
  await kubectl(cluster, ['apply', ...manager, ...within, '--filename', '-'], { input });
}
