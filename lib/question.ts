import type { Environment } from './environment';
import { sha256 } from './manifest/digest';
import type { LaidOut } from './manifest/layout';
import type { Judgement } from './policy/judge';
import type { PlatformFacts } from './policy/platform-facts';
import type { Rule } from './policy/rule';

/** What is worked out from the objects of an environment. */
export interface Insight {
  readonly judgement: Judgement;
  /** What the page of the environment says of who may connect to whom. */
  readonly membrane: string;
}

/** Insights of before. Who keeps one keeps it for this program alone: another one has other rules. */
export interface Memory {
  /** What was found, if this very question was asked. */
  tryRecall(question: string): Insight | undefined;
  keep(question: string, insight: Insight): void;
}

/** Everything that an insight depends on but for the program itself, as a digest: the same question has the same answer. */
export function questionOf(environment: Environment, objects: readonly LaidOut[], facts: PlatformFacts, gates: readonly Rule[]): string {
  const { name, cluster, traits, waivers } = environment;
  const asked = [
    name,
    cluster.kubernetes,
    environment.provides(),
    traits.purpose,
    environment.unknowns(),
    waivers,
    facts,
    gates.map(({ id }) => id),
    objects.map(({ path, unit: { folder, component, project, namespace, chart } }) => [path, folder, component, project, namespace, chart]),
  ];
  const text = JSON.stringify(asked, (_, value) => (value instanceof Set ? [...value] : value));
  return sha256(`${text}\n${objects.map((object) => object.text).join('\0')}`);
}
