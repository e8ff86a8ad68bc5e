import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { environments } from '../../envs';
import type { Environment, LaidOut, Manifest } from '../../lib';
import type { Unit } from '../../lib/manifest/unit';
import { factsOf } from '../../lib/platform-facts';
import type { World } from '../../lib/policy/world';
import { worldOf } from '../../lib/synthesis';
import { PROJECT } from '../cli/run';

/** An object of `dist` with the unit that `index.json` says it belongs to. */
export interface ShippedObject extends LaidOut {
  /** Path in the repository. */
  readonly file: string;
}

/** What is published of an environment, read from disk, and its class. */
export interface Shipped {
  readonly environment: Environment;
  readonly objects: readonly ShippedObject[];
}

interface Index {
  readonly units: readonly {
    readonly folder: string;
    readonly component: string;
    readonly project: string;
    readonly application: string;
    readonly files: readonly string[];
  }[];
}

export async function shipped(name: string): Promise<Shipped> {
  const folder = join(PROJECT, 'dist', name);
  const { units } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Index;
  const read = (path: string): { text: string; manifest: Manifest } => {
    const text = readFileSync(join(folder, path), 'utf8');
    return { text, manifest: load(text) as Manifest };
  };
  const destinations = new Map(
    readdirSync(join(folder, 'apps'))
      .map((file) => read(`apps/${file}`).manifest)
      .map(({ metadata, spec }) => [metadata.name, (spec as { destination: { namespace: string } }).destination.namespace]),
  );
  const objects = units.flatMap(({ folder: place, component, project, application, files }) => {
    const own = files.map((path) => ({ path, file: `dist/${name}/${path}`, ...read(path) }));
    const namespace = destinations.get(application) ?? 'argocd';
    const unit: Unit = { folder: place, component, project, namespace, manifests: own.map(({ manifest }) => manifest) };
    return own.map((object) => ({ ...object, unit }));
  });
  const Class = await environments[name]?.();
  if (Class === undefined) throw new Error(`there is no environment ${name}`);
  return { environment: new Class(), objects };
}

/** The world that rules see of an environment, with other objects in place of its own. */
export function judgedWorld({ environment }: Shipped, objects: readonly ShippedObject[]): World {
  return worldOf(environment, objects, factsOf(environment));
}

/** A copy to change. `structuredClone` makes objects of another realm in Jest, which CEL does not take for any. */
export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
