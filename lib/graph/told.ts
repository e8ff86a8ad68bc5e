import { listAt, textAt } from '../manifest/fields';
import { spokenName } from '../manifest/identity';
import { isMapping, type Manifest, valueAt } from '../manifest/manifest';
import type { PodView } from '../policy/pod-view';
import { filesOf, type Setting, settingsOf } from '../policy/settings';
import { configMapReferences } from '../policy/wiring/config-map-reference';
import type { World } from '../policy/world';
import type { WorldObject } from '../policy/world-object';
import { type Address, addressesIn } from './address';

/** Somebody that a program is told of. */
export interface Told {
  readonly setting: Setting;
  readonly address: Address;
  /** The pod that is told; absent for what a chart or a controller reads. */
  readonly pod?: PodView;
}

/** Everybody that anybody is told of: by variables, arguments, files, and by what issuers and charts are configured with. */
export function* everybodyTold(world: World): Iterable<Told> {
  const namespaces = new Set(world.ofType('/Namespace').map(({ manifest }) => String(manifest.metadata.name)));
  const read = new Set<WorldObject>();
  for (const pod of world.pods) {
    const names = new Set(configMapReferences(pod).map(({ name }) => name));
    const files = [...names].flatMap((name) => world.tryFind('/ConfigMap', pod.namespace, name) ?? []);
    for (const object of files) read.add(object);
    for (const setting of [...settingsOf(pod), ...files.flatMap((object) => [...filesOf(object)])]) {
      for (const address of addressesIn(setting.text, setting.name, pod.namespace, namespaces)) yield { setting, address, pod };
    }
  }
  const others = world.ofType('/ConfigMap').filter((object) => !read.has(object) && !isDashboard(object.manifest));
  for (const setting of [...others.flatMap((object) => [...filesOf(object)]), ...issuerSettings(world), ...chartSettings(world)]) {
    for (const address of addressesIn(setting.text, setting.name, '', namespaces)) yield { setting, address };
  }
}

/** `variable POSTGRES_HOST of Deployment kfm-api/kfm-api`. */
export function spokenSetting({ object, name, field }: Setting): string {
  const what = name === '' ? field : object.manifest.kind === 'ConfigMap' ? `file ${name}` : `variable ${name}`;
  return `${what} of ${spokenName(object.manifest)}`;
}

/** The credentials that go with a setting: keys of Secrets in variables of the same first word, `POSTGRES_PASSWORD` with `POSTGRES_HOST`. */
export function credentialsBeside({ name }: Setting, { containers }: PodView): string[] {
  const word = name.split('_', 1)[0] as string;
  if (word === '' || word === name) return [];
  const found = containers.flatMap(({ container }) =>
    listAt(container, 'env').flatMap((variable) => {
      const [secret, key] = [textAt(variable, 'valueFrom.secretKeyRef.name'), textAt(variable, 'valueFrom.secretKeyRef.key')];
      return textAt(variable, 'name')?.startsWith(`${word}_`) && secret !== undefined ? [`${secret}/${key}`] : [];
    }),
  );
  return [...new Set(found)];
}

/** Links that people follow in a dashboard are no calls. */
function isDashboard(manifest: Manifest): boolean {
  const labels = valueAt(manifest, 'metadata.labels');
  return isMapping(labels) && Object.hasOwn(labels, 'grafana_dashboard');
}

function* issuerSettings(world: World): Iterable<Setting> {
  for (const object of ['ClusterIssuer', 'Issuer'].flatMap((kind) => world.ofType(`cert-manager.io/${kind}`))) {
    const text = textAt(object.manifest, 'spec.acme.server');
    if (text !== undefined) yield { object, field: 'spec.acme.server', name: '', text };
  }
}

/** Where charts come from; the repository of the manifests is not told, since everything comes from there. */
function* chartSettings(world: World): Iterable<Setting> {
  for (const object of world.ofType('argoproj.io/Application')) {
    const source = valueAt(object.manifest, 'spec.source');
    const text = textAt(source, 'repoURL');
    if (textAt(source, 'chart') !== undefined && text !== undefined) yield { object, field: 'spec.source.repoURL', name: '', text };
  }
}
