import type { Environment } from './environment';
import { index, kustomization } from './manifest/derived';
import { type LaidOut, layout } from './manifest/layout';
import { rules } from './policy/catalogue';
import { type Judgement, judge } from './policy/judge';
import type { Rule } from './policy/rule';
import { World } from './policy/world';
import { readme } from './readme';
import { keep } from './release/keep';

/** An environment as it would be published, and what the gates say of it. */
export interface Synthesis {
  readonly environment: string;
  /** The objects with their files, below the environment's folder. */
  readonly objects: readonly LaidOut[];
  /** Path below the environment's folder → text, derived files included. */
  readonly files: ReadonlyMap<string, string>;
  readonly judgement: Judgement;
}

/** The one way from an environment to its files: units → deliver → keep → layout → validate. Writing is the caller's, and only if green. */
export function synthesize(environment: Environment, gates: readonly Rule[] = rules): Synthesis {
  const { name, cluster } = environment;
  const units = keep(environment.delivery.deliver(environment.units(), environment));
  const objects = layout(name, units);
  const world = new World({
    environment: name,
    kubernetes: cluster.kubernetes,
    provides: environment.provides(),
    purpose: environment.traits.purpose,
    unknowns: environment.unknowns().map(({ field, unknown }) => ({ field, ...unknown })),
    objects: objects.map(({ path, text, unit, manifest }) => ({
      file: `dist/${name}/${path}`,
      text,
      unit,
      manifest,
    })),
  });
  const judgement = judge(world, gates);
  const files = new Map([
    ...objects.map(({ path, text }): [string, string] => [path, text]),
    ['README.md', readme(environment, objects)],
    ['index.json', index(name, objects)],
    ['kustomization.yaml', kustomization(name, objects)],
  ]);
  return { environment: name, objects, files, judgement };
}
