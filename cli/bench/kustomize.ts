import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitYaml } from '../../lib';
import { type BenchObject, componentObjects, namespaceOf } from './objects';

/**
 * Writes applications as kustomize users lay them out: a base of twelve objects, and an overlay that sets namespace, labels,
 * image digest, replicas, resources, configuration, host and autoscaling (requirement B19). Returns the folder that builds them all.
 */
export function writeKustomizations(folder: string, applications: number): string {
  const overlays: string[] = [];
  for (let index = 0; index < applications; index++) {
    const base = join(folder, `apps/app-${index}/base`);
    const overlay = join(folder, `apps/app-${index}/overlays/dev`);
    for (const path of [base, overlay]) mkdirSync(path, { recursive: true });
    writeBase(base, componentObjects(index));
    writeOverlay(overlay, index);
    overlays.push(`../apps/app-${index}/overlays/dev`);
  }
  const all = join(folder, 'all');
  mkdirSync(all);
  kustomization(all, { resources: overlays });
  return all;
}

function writeBase(folder: string, objects: readonly BenchObject[]): void {
  const files = objects.map(({ kind, metadata }) => `${kind.toLowerCase()}-${metadata.name}.yaml`);
  for (const [position, object] of objects.entries()) writeFileSync(join(folder, files[position] as string), emitYaml(object));
  kustomization(folder, { resources: files });
}

function writeOverlay(folder: string, index: number): void {
  const name = `app-${index}`;
  const container = { name, resources: { requests: { cpu: '200m' } } };
  const patches = [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { template: { spec: { containers: [container] } } } },
    { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name }, spec: { maxReplicas: 4 } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { HOST: `${name}.dev.example.org` } },
  ];
  kustomization(folder, {
    resources: ['../../base'],
    namespace: namespaceOf(index),
    labels: [{ pairs: { environment: 'dev' } }],
    images: [{ name: `registry.example.org/bench/${name}`, digest: `sha256:${index.toString(16).padStart(64, '0')}` }],
    replicas: [{ name, count: 2 }],
    patches: [
      ...patches.map((patch) => ({ target: { kind: patch.kind, name }, patch: emitYaml(patch) })),
      {
        target: { kind: 'Ingress', name },
        patch: emitYaml([{ op: 'replace', path: '/spec/rules/0/host', value: `${name}.dev.example.org` }]),
      },
    ],
  });
}

function kustomization(folder: string, fields: object): void {
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    emitYaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...fields }),
  );
}
