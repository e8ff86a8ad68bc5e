import { Refusal } from '../errors';

export function noNodeImage(provider: string, version: string, known: readonly string[]): Refusal {
  return new Refusal(
    `envs/clusters.ts: kubernetes "${version}" has no node image of ${provider}; known are ${known.join(', ')}. ` +
      'Choose one of them, or pin the image of that version by its digest in lib/local-cluster/node-image.ts',
  );
}

export function noNodes(cluster: string): Refusal {
  return new Refusal(`envs/clusters.ts: ${cluster} has no node in its nodePools, so nothing could run on it; give a pool at least one`);
}
