import { groupBy } from '../manifest/group-by';
import type { Manifest } from '../manifest/manifest';
import { arrival } from './arrival';
import type { Aspect } from './aspect';
import { capacity } from './capacity';
import { type ChangedObject, type Placed, readChanges } from './changed-object';
import { configuration, cosmetic, podConfiguration } from './configuration';
import { type Consequence, compareRanked, type Effect, type FileChange, type Ranked } from './consequence';
import { delivery, fateOf } from './delivery';
import { departure } from './departure';
import { fileOf } from './environment-file';
import { exposure } from './exposure';
import { generatedEffect, isGenerated } from './generated';
import { image } from './image';
import { network } from './network';
import { permission } from './permission';
import { protection } from './protection';
import { touchReach } from './reach-relevance';
import { type ReachInput, reachabilityConsequences } from './reachability';
import { recreation } from './recreation';
import { restart } from './restart';
import { retention } from './retention';
import { Surroundings } from './surroundings';
import { joined } from './wording';

/** In the order in which they claim fields: what cannot be changed at all first, what nothing else is about last. */
const ASPECTS: readonly Aspect[] = [
  recreation,
  protection,
  retention,
  delivery,
  permission,
  network,
  exposure,
  image,
  capacity,
  podConfiguration,
  restart,
  cosmetic,
  configuration,
];

/**
 * What changed files of an environment do to its cluster, worst first. Every file is in it, every changed field exactly once.
 * @param after everything that the environment holds afterwards; asked for only where an answer depends on it
 * @param reach the same of both sides, asked for only where something changed that who reaches whom depends on; without it nothing is said of that
 */
export function consequencesOf(
  environment: string,
  changes: readonly FileChange[],
  after: () => readonly Manifest[],
  reach?: () => ReachInput,
): Consequence[] {
  const generated = changes.filter(isGenerated);
  const read = readChanges(changes.filter((change) => !isGenerated(change)));
  const { objects, unreadable } = read;
  const around = new Surroundings(environment, objects, after);
  const ranked: Ranked[] = [
    ...objects.flatMap((object) => effectsOf(object, around).map((effect) => placed(environment, object, effect))),
    ...unreadable.map(({ file, problem }) => filed(environment, file, unreadableEffect(file, problem))),
    ...generated.map((file) => filed(environment, file, generatedEffect(file, changes))),
    ...(reach && touchReach(read) ? reachabilityConsequences(environment, reach()) : []),
  ];
  return ranked.sort(compareRanked).map(({ weight: _, ...consequence }) => consequence);
}

/** What cannot be read might be anything, so it is put first; only what Argo CD would not read either is harmless. */
function unreadableEffect({ path, after }: FileChange, problem: string): Effect {
  if (!/\.(?:ya?ml|json)$/.test(path)) return { risk: 'cosmetic', summary: 'is no manifest, and Argo CD does not read it', fields: [] };
  if (after === undefined)
    return { risk: 'deletion', weight: 40, summary: `is gone, and what it held cannot be read (${problem})`, fields: [] };
  const summary = /^holds no object/.test(problem)
    ? problem
    : `cannot be read (${problem}); what Argo CD cannot read stops the sync of its whole folder`;
  return { risk: 'deletion', weight: 40, summary, fields: [] };
}

function effectsOf(object: ChangedObject, around: Surroundings): Effect[] {
  const { before, after, key } = object;
  if (after === undefined) return before === undefined ? [] : [departure(key, before, around)];
  if (before === undefined) return [arrival(after.manifest, around)];
  const effects = [...moveEffect(before, after, around), ...changeEffects(object, before, after, around)];
  if (effects.length === 0)
    return [{ risk: 'cosmetic', summary: 'says the same in other words: comments, order or layout of the text', fields: [] }];
  return byRisk(effects);
}

/** Argo CD tells objects apart by identity, not by file: only another Application makes a move matter. */
function moveEffect(before: Placed, after: Placed, around: Surroundings): Effect[] {
  if (before.path === after.path) return [];
  const former = around.formerApplicationOf(before.path)?.metadata.name;
  const owner = around.applicationOf(after.path)?.metadata.name;
  if (former === owner) return [{ risk: 'cosmetic', summary: `is in another file, was ${before.path}`, fields: [] }];
  if (former === undefined) return [{ risk: 'configuration', summary: `Application ${owner} takes it over`, fields: [] }];
  if (owner === undefined) {
    const { text } = fateOf(before.manifest, before.path, around);
    return [{ risk: 'deletion', weight: 55, summary: `moves to a folder that no Application syncs: ${text}`, fields: [] }];
  }
  return [
    {
      risk: 'deletion',
      weight: 55,
      summary: `moves from Application ${former} to ${owner}: if ${former} is synced first, it may prune the object before ${owner} makes it again`,
      fields: [],
    },
  ];
}

function changeEffects(change: ChangedObject, before: Placed, after: Placed, around: Surroundings): Effect[] {
  const version = { before: before.manifest, after: after.manifest, change };
  let open = change.fields;
  return ASPECTS.flatMap((aspect) => {
    const effects = aspect(version, open, around);
    const claimed = new Set(effects.flatMap(({ fields }) => fields));
    if (claimed.size > 0) open = open.filter((field) => !claimed.has(field));
    return effects;
  });
}

/** One effect for each risk. */
function byRisk(effects: readonly Effect[]): Effect[] {
  return [...groupBy(effects, ({ risk }) => risk)].map(([risk, own]) => ({
    risk,
    weight: Math.max(...own.map(({ weight = 0 }) => weight)),
    summary: joined(...own.map(({ summary }) => summary)),
    fields: own.flatMap(({ fields }) => fields),
  }));
}

function placed(environment: string, { key, before, after }: ChangedObject, effect: Effect): Ranked {
  const { path, component } = (after ?? before) as Placed;
  const isMoved = before !== undefined && after !== undefined && before.path !== after.path;
  return {
    risk: effect.risk,
    environment,
    component: component || (before?.component ?? ''),
    object: key,
    file: fileOf(environment, path),
    ...(isMoved && { movedFrom: fileOf(environment, before.path) }),
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    summary: effect.summary,
    fields: effect.fields,
    weight: effect.weight ?? 0,
  };
}

function filed(environment: string, { path, component, before, after }: FileChange, effect: Effect): Ranked {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const { risk, summary, fields, weight = 0 } = effect;
  return { risk, environment, component, object: '', file: fileOf(environment, path), change, summary, fields, weight };
}
