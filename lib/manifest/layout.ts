import { groupBy } from './group-by';
import { identityOf } from './identity';
import type { Manifest } from './manifest';
import { compareInApplication, compareText } from './order';
import { FOLDERS, topFolder, type Unit } from './unit';
import { emitYaml } from './yaml-emitter';

/** A file below an environment's folder and the object in it. */
export interface LaidOut {
  /** E.g. `workloads/kfm-api/deployment.apps_kfm-api.yaml`. */
  readonly path: string;
  readonly text: string;
  readonly unit: Unit;
  readonly manifest: Manifest;
}

/** Longest name of a file or folder on the file systems in use, in bytes. */
export const MAX_NAME_BYTES = 255;

/** What every file in `dist` says of itself. */
export function markerText(environment: string): string {
  return `Generated from envs/${environment} by npm run synth; edit that, not this file.`;
}

/** The first line of a manifest. Whoever looks for the source finds it here; `synth` removes no file without it. */
export function marker(environment: string): string {
  return `# ${markerText(environment)}\n`;
}

/** Whether `synth` made a file: its first line says so, as a comment of YAML or Markdown or as the first field of JSON. */
export function isGenerated(text: string): boolean {
  return GENERATED.test(text.slice(0, 200));
}

const GENERATED = /^(?:# |<!-- |\{\n {2}"generated": ")Generated from envs\/[a-z0-9-]+ by npm run synth/;

/**
 * `<kind>[.<group>]_<name>.yaml` in lower case. Kinds and groups hold no underscore and lower-cased kinds are unique in a
 * group, and every character of a name that a file system could fold or mistake is percent-encoded: two objects never
 * share a file, also where case does not count.
 */
export function fileName(manifest: Manifest): string {
  const { group, kind, name } = identityOf(manifest);
  const type = group === '' ? kind : `${kind}.${group}`;
  return `${encoded(type.toLowerCase())}_${encoded(name)}.yaml`;
}

/** Every object of an environment with its path, ordered by folder, then as Argo CD applies them. */
export function layout(environment: string, units: readonly Unit[]): LaidOut[] {
  const firstLine = marker(environment);
  const folders = groupBy(units, ({ folder }) => folder);
  const objects = [...folders.values()].flatMap((own) => {
    const namespaces = own.flatMap(({ manifests }) => manifests.flatMap(({ metadata }) => metadata.namespace ?? []));
    const spansNamespaces = new Set(namespaces).size > 1;
    return own.flatMap((unit) =>
      unit.manifests.map((manifest) => ({
        path: pathOf(unit, manifest, spansNamespaces),
        text: firstLine + emitYaml(manifest),
        unit,
        manifest,
      })),
    );
  });
  return inOrder(objects);
}

/** Objects by folder, then as Argo CD applies them. */
export function inOrder(objects: readonly LaidOut[]): LaidOut[] {
  const folders = groupBy(objects, ({ unit }) => unit.folder);
  return [...folders.keys()]
    .sort(compareText)
    .flatMap((folder) => (folders.get(folder) as LaidOut[]).sort((a, b) => compareInApplication(a.manifest, b.manifest)));
}

function pathOf(unit: Unit, manifest: Manifest, spansNamespaces: boolean): string {
  const { namespace } = manifest.metadata;
  const folder = spansNamespaces && namespace !== undefined ? `${unit.folder}/${encoded(namespace)}` : unit.folder;
  return `${folder}/${fileName(manifest)}`;
}

/** Whether a path is one that `layout` could give: below a folder of units, leaving it nowhere. */
export function isLayoutPath(path: string): boolean {
  return Object.hasOwn(FOLDERS, topFolder({ folder: path })) && /^(?:[a-z0-9][a-z0-9.-]*\/)+[a-z0-9.%A-F_-]+\.yaml$/.test(path);
}

function encoded(text: string): string {
  if (/^[a-z0-9.-]+$/.test(text)) return text;
  return [...Buffer.from(text)]
    .map((byte) =>
      /[a-z0-9.-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}
