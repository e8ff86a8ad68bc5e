import { Refusal } from '../../lib';
import { clusterLine, type Place } from '../drift/hint';

/** Messages of `cluster verify`, `status` and `label`; those that every command shares are in cli/messages.ts. */

export function badWait(text: string): Refusal {
  return new Refusal(`--wait ${text}: expected seconds as a whole number, e.g. 300`);
}

export function cannotRead(context: string, problems: readonly string[]): Refusal {
  return new Refusal([`${context}: nothing of the cluster could be read`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

export function badLabel(text: string, problem: string): Refusal {
  return new Refusal(`label "${text}": ${problem}; expected KEY=VALUE, e.g. platform=control; nothing was labelled`);
}

export function noLabels(node: string): Refusal {
  return new Refusal(`label ${node}: there is no label after it; expected NODE KEY=VALUE…, e.g. ${node} platform=control`);
}

export function unknownNode(name: string, nearest: string | undefined, known: readonly string[]): Refusal {
  const hint = nearest === undefined ? `there are ${known.join(', ') || 'none'}` : `did you mean "${nearest}"?`;
  return new Refusal(`label ${name}: the cluster has no such node; ${hint}; nothing was labelled`);
}

export function kubernetesLabel(key: string, context: string): Refusal {
  return new Refusal(
    `label ${key}: belongs to Kubernetes, and ${context} is no local cluster, where kubelets and clouds write it; expected a label of your own; nothing was labelled`,
  );
}

export function noPoolTold(place: Place, nodes: readonly string[]): Refusal {
  return new Refusal(
    `${place.context}: the names of its nodes do not tell their pools (${nodes.join(', ') || 'there are none'}); expected those of kind or k3d, or names that begin with a pool; label them one by one: ${clusterLine(place, 'label NODE KEY=VALUE')}`,
  );
}

export function notLabelled(node: string, said: string): Refusal {
  return new Refusal(`label ${node}: ${said}`);
}
