import fc from 'fast-check';
import type { Answer } from '../../lib/reach/answer';
import { connections } from '../../lib/reach/connection';
import { landing } from '../../lib/reach/landing';
import { Reachability } from '../../lib/reach/reachability';
import type { KubernetesObject } from './brute-force/kubernetes';
import { randomWorld } from './brute-force/random-world';
import { table } from './brute-force/table';

/** Of the worlds that every run of the tests compares, and how many are of each. */
export const SEEDS = [21, 22, 23, 24];
export const AT_ONCE = 50;

/** Two evaluators of random worlds, which share no code. */
export interface Agreement {
  readonly worlds: number;
  /** Rows of all tables, of which no two may be about one pair. */
  readonly rows: number;
  /** Each with the world that it is of. */
  readonly disagreements: readonly string[];
}

/** Compares the evaluator of `lib` with the brute force on random worlds, what may be and what must be. */
export function agreement(seed: number, worlds: number): Agreement {
  return compared(fc.sample(randomWorld, { seed, numRuns: worlds }), `of seed ${seed}`);
}

/** Compares the two on some worlds. @param where the worlds are from, for disagreements */
export function compared(worlds: readonly (readonly KubernetesObject[])[], where: string): Agreement {
  let rows = 0;
  const disagreements: string[] = [];
  for (const [index, objects] of worlds.entries()) {
    const reachability = new Reachability({ objects: objects.map((manifest) => landing(manifest, 'default')) });
    for (const { object, field, message } of [...reachability.problems, ...reachability.undecided]) {
      disagreements.push(`world ${index} ${where}: refuses ${object.manifest.kind} ${field} ${message}`);
    }
    for (const answer of ['may', 'must'] as const) {
      const [ours, theirs] = [ourTable(reachability, answer), theirTable(objects, answer)];
      rows += ours.length;
      const [more, less] = [without(ours, theirs), without(theirs, ours)];
      if (more.length + less.length + Number(new Set(ours).size < ours.length) === 0) continue;
      disagreements.push(`world ${index} ${where}, ${answer}: only ours ${more.join('; ')}, only theirs ${less.join('; ')}`);
    }
  }
  return { worlds: worlds.length, rows, disagreements };
}

function ourTable(reachability: Reachability, answer: Answer): string[] {
  return [...connections(reachability, answer)].map(rowText);
}

function theirTable(objects: readonly KubernetesObject[], answer: Answer): string[] {
  return table(objects, answer, 'concerning').connections.map(rowText);
}

function rowText({ from, to, ports }: { readonly from: string; readonly to: string; readonly ports: string }): string {
  return `${from} → ${to}: ${ports}`;
}

function without(rows: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return rows.filter((row) => !known.has(row));
}
