import type { Environment } from './environment';
import { blockedBy, blockedRemark } from './incident/blocked';
import type { Incident } from './incident/incident';
import { withPauses } from './incident/pauses';
import { index, kustomization } from './manifest/derived';
import { inOrder, type LaidOut, layout } from './manifest/layout';
import type { Manifest } from './manifest/manifest';
import { factsOf, type Surroundings } from './platform-facts';
import { rules } from './policy/catalogue';
import { type Judgement, judge, type Limit } from './policy/judge';
import type { DataApproval, PlatformFacts } from './policy/platform-facts';
import { notPermitted } from './policy/project/app-project';
import type { Rule } from './policy/rule';
import { type Waiver, waived } from './policy/waiver';
import { World } from './policy/world';
import { type Insight, type Memory, questionOf } from './question';
import { membraneText, readme } from './readme';
import { arrivalRemarks } from './release/arrival';
import { keep } from './release/keep';
import type { Records, Remark, Request } from './release/records';
import { renderingsOf } from './release/rendering';
import type { Keeping, Standing } from './release/standing';
import { findingOf, verdict } from './verdict';

/** An environment as it would be published, and what the gates say of it. */
export interface Synthesis {
  readonly environment: string;
  /** What it was made of. */
  readonly source: Environment;
  /** What the classes make of it, whatever is locked. */
  readonly rendered: readonly LaidOut[];
  /** The objects with their files, below the environment's folder, as they are published: with what open records pause. */
  readonly objects: readonly LaidOut[];
  /** Path below the environment's folder → text, derived files included. */
  readonly files: ReadonlyMap<string, string>;
  readonly judgement: Judgement;
  /** Findings that somebody answers for. */
  readonly waivers: readonly Waiver[];
  /** Data of another class that it may hold. */
  readonly approvals: readonly DataApproval[];
  /** What becomes of each component of a locked environment; empty for others. */
  readonly standings: readonly Standing[];
}

export interface SynthesisProps {
  /** @default all that there are */
  readonly gates?: readonly Rule[];
  /** What the repository holds of a locked environment. @default what the classes render, whatever is locked */
  readonly records?: Records;
  /** @default nothing beyond what the classes say */
  readonly request?: Request;
  /** Records of changes by hand: what is open pauses Applications and blocks promotions. @default none */
  readonly incidents?: readonly Incident[];
  /** What is around it, for rules about more than one environment. @default nothing */
  readonly surroundings?: Surroundings;
  /** Of the time of all rules. @default none */
  readonly limit?: Limit;
  /** What was found before, so that what is as it was is not judged twice. @default none */
  readonly memory?: Memory;
}

/** The one way from an environment to its files: units → deliver → layout → keep → pause → validate. Writing is the caller's, and only if green. */
export function synthesize(
  environment: Environment,
  { gates = rules, records, request = {}, incidents = [], surroundings, limit, memory }: SynthesisProps = {},
): Synthesis {
  const { name, waivers } = environment;
  const rendered = render(environment);
  const facts = factsOf(environment, { ...(records && { ledgers: records.ledgers }), ...surroundings });
  const ran = new Set(gates.map(({ id }) => id as string));
  const waiving = { environment: name, waivers, rules, ran, denies: environment.traits.purpose !== 'development' };
  const lookInto = (judged: readonly LaidOut[]): Insight => {
    const objects = withPauses(judged, incidents);
    const question = memory && questionOf(environment, objects, facts, gates);
    const before = question && memory?.tryRecall(question);
    if (before) return before;
    const world = worldOf(environment, objects, facts);
    const judgement = waived(judge(world, gates, limit), waiving);
    const insight = { judgement, membrane: membraneText(world) };
    if (question) memory?.keep(question, insight);
    return insight;
  };
  if (records === undefined) return synthesis(environment, rendered, lookInto(rendered), { incidents });
  if (!environment.traits.locked) {
    const { judgement, membrane } = lookInto(rendered);
    const released = [...environment.releases()].map(([component, release]) => ({ component, release }));
    const remarks = arrivalRemarks(name, released, records.ledgers);
    const findings = [...judgement.findings, ...remarks.map((remark) => findingOf(name, remark))];
    return synthesis(environment, rendered, { judgement: { ...judgement, findings }, membrane }, { incidents });
  }
  const renderings = renderingsOf(rendered, environment.overrides());
  const kept = keep({ environment: name, renderings, records, request, permits, rules: gates.length });
  const keeping = { ...kept, remarks: [...kept.remarks, ...blockedRemarks(name, kept, request, incidents)] };
  const objects = inOrder(keeping.standings.flatMap(({ files }) => files));
  const insights: Insight[] = [];
  const judgement = verdict(name, keeping, rendered, (judged) => {
    const insight = lookInto(judged);
    insights.push(insight);
    return insight.judgement;
  });
  // What would be published is judged first, unless locks are missing: then nothing is.
  const membrane = insights[0]?.membrane ?? membraneText(worldOf(environment, objects, facts));
  return synthesis(environment, rendered, { judgement, membrane }, { objects, standings: keeping.standings, incidents });
}

/** What the classes make of an environment, whatever is locked: units → deliver → layout. */
export function render(environment: Environment): LaidOut[] {
  return layout(environment.name, environment.delivery.deliver(environment.units(), environment));
}

/** Why components that move may not while somebody changes the environment by hand. */
function blockedRemarks(environment: string, { standings }: Keeping, request: Request, incidents: readonly Incident[]): Remark[] {
  if (request.adopt) return [];
  const moving = standings.filter(({ state, isTakenAlong }) => state === 'promoted' && !isTakenAlong);
  return moving.flatMap(({ component, lock }) => {
    const isReturn = request.asHeldHere?.has(component) === true;
    const incident = blockedBy({ component, isReturn, ...(lock?.hotfix !== undefined && { hotfix: lock.hotfix }) }, incidents);
    return incident === undefined ? [] : [blockedRemark(environment, component, incident)];
  });
}

/** As the rule project/permitted sees it. */
function permits(project: Manifest, object: Manifest): boolean {
  return notPermitted(project, object) === undefined;
}

function synthesis(
  environment: Environment,
  rendered: readonly LaidOut[],
  { judgement, membrane }: Insight,
  {
    objects: unpaused = rendered,
    standings = [],
    incidents = [],
  }: Partial<Pick<Synthesis, 'objects' | 'standings'> & Pick<SynthesisProps, 'incidents'>>,
): Synthesis {
  const { name, waivers, approvals } = environment;
  const objects = withPauses(unpaused, incidents);
  const files = new Map([
    ...objects.map(({ path, text }): [string, string] => [path, text]),
    ['README.md', readme(environment, objects, membrane, incidents)],
    ['index.json', index(name, objects)],
    ['kustomization.yaml', kustomization(name, objects)],
  ]);
  return { environment: name, source: environment, rendered, objects, files, judgement, waivers, approvals, standings };
}

/** An environment as rules see it. */
export function worldOf(environment: Environment, objects: readonly LaidOut[], facts: PlatformFacts): World {
  const { name, cluster, traits } = environment;
  return new World({
    environment: name,
    kubernetes: cluster.kubernetes,
    provides: environment.provides(),
    purpose: traits.purpose,
    facts,
    unknowns: environment.unknowns().map(({ field, unknown }) => ({ field, ...unknown })),
    objects: objects.map(({ path, text, unit, manifest }) => ({ file: `dist/${name}/${path}`, text, unit, manifest })),
  });
}
