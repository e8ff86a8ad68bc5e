import { entriesAt } from '../../manifest/fields';
import { groupBy } from '../../manifest/group-by';
import { typeOf } from '../../manifest/identity';
import { fieldPath, valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { secretReferences } from './secret-reference';
import { KEPT_SECRETS, type SecretSource, SecretSources } from './secret-source';

export const unusedSecret: Rule = {
  id: 'secrets/unused',
  title: 'Every Secret that is kept here is read by something, and so is each of its keys',
  severity: 'warning',
  rationale:
    'What nobody reads nobody rotates, and whoever gets into the namespace has it: a Secret stays when its last reader goes (hardening 5, check 9).',
  requirements: ['A16', 'E30'],
  fix: 'remove the Secret or the key, and revoke what it gave access to',
  *check(world) {
    const reads = groupBy(secretReferences(world), ({ namespace, name }) => `${namespace}/${name}`);
    const inCharts = namesInCharts(world);
    const judged = new Set(world.pods.map(({ namespace }) => namespace));
    for (const source of [...new SecretSources(world).all()].flat()) {
      const { object, namespace, name } = source;
      if (object === undefined || !KEPT_SECRETS.includes(typeOf(object.manifest)) || source.keys?.size === 0) continue;
      if (object.unit === undefined && !judged.has(namespace)) continue;
      if (isReadByArgoCd(object) || inCharts.has(`${namespace}/${name}`)) continue;
      const keysRead = reads.get(`${namespace}/${name}`)?.map(({ keys }) => keys);
      if (keysRead === undefined) yield { object, message: `brings the Secret ${name}, which nothing reads` };
      else if (!keysRead.includes(undefined)) yield* unreadKeys(source, object, new Set(keysRead.flatMap((keys) => keys ?? [])));
    }
  },
};

/** Keys of a SealedSecret with a template are read by that. */
function* unreadKeys({ keys = new Set() }: SecretSource, object: WorldObject, read: ReadonlySet<string>): Iterable<Violation> {
  if (entriesAt(object.manifest, 'spec.template.data').length > 0) return;
  const path = typeOf(object.manifest) === 'bitnami.com/SealedSecret' ? 'spec.encryptedData' : '';
  for (const key of keys) {
    if (read.has(key)) continue;
    yield { object, ...(path && { field: fieldPath(path, key) }), message: `brings the key ${key}, which nothing reads` };
  }
}

/** Argo CD looks for Secrets by their labels: repositories, clusters, whatever its configuration names. */
function isReadByArgoCd({ manifest }: WorldObject): boolean {
  return ['metadata.labels', 'spec.template.metadata.labels', 'spec.target.template.metadata.labels'].some((path) => {
    const labels = valueAt(manifest, path) as Readonly<Record<string, unknown>> | undefined;
    return labels?.['argocd.argoproj.io/secret-type'] !== undefined || labels?.['app.kubernetes.io/part-of'] === 'argocd';
  });
}

/** `namespace/text` of every text in the values of charts: any of them may be the name of a Secret. */
function namesInCharts(world: World): Set<string> {
  const names = new Set<string>();
  for (const { manifest } of world.ofType('argoproj.io/Application')) {
    const namespace = String(valueAt(manifest, 'spec.destination.namespace') ?? '');
    const visit = (value: unknown): void => {
      if (typeof value === 'string') for (const word of value.split(/[^\w.-]+/)) names.add(`${namespace}/${word}`);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
    };
    visit(valueAt(manifest, 'spec.source.helm'));
    visit(valueAt(manifest, 'spec.sources'));
  }
  return names;
}
