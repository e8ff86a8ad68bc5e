import { keptBytesLost } from '../errors';
import { changesBetween } from '../manifest/changes';
import type { LaidOut } from '../manifest/layout';
import { compareText } from '../manifest/order';
import { gate, hotfixRemarks } from './gate';
import { guard, removal } from './guard';
import { heldFiles } from './held';
import { changedInputs } from './inputs';
import type { Lock } from './lock';
import { needs } from './needs';
import type { Records, Remark, Request } from './records';
import { digestsOf, isHeld, type Rendering } from './rendering';
import type { Keeping, Standing, State } from './standing';

export interface Kept {
  readonly environment: string;
  readonly renderings: ReadonlyMap<string, Rendering>;
  readonly records: Records;
  readonly request: Request;
  /** Number of rules that the environment is judged by, for the evidence. */
  readonly rules: number;
}

/**
 * Lets each component of a locked environment keep its bytes until it is promoted (decided component by component).
 * @throws if bytes that a lock holds are nowhere any more
 */
export function keep(kept: Kept): Keeping {
  const { environment, renderings, records, request } = kept;
  const names = [...new Set([...renderings.keys(), ...records.locks.keys()])].sort(compareText);
  const states = new Map(names.map((name) => [name, stateOf(name, kept)]));
  const along = needs(states, renderings, records);
  for (const name of along) states.set(name, 'promoted');

  const lost: string[] = [];
  const held = (component: string, lock: Lock | undefined): readonly LaidOut[] => {
    if (lock === undefined) return [];
    const { files, missing } = heldFiles(lock, renderings.get(component), records.texts(lock.files));
    lost.push(...missing);
    return files;
  };
  const standings = names.map((component): Standing => {
    const state = states.get(component) as State;
    const rendering = renderings.get(component);
    const lock = records.locks.get(component);
    const before = state === 'current' ? (rendering?.files ?? []) : held(component, lock);
    const files = filesOf(state, rendering, before, () => held(component, request.restore?.get(component)));
    return {
      component,
      state,
      files,
      before,
      ...lockOf(component, state, kept),
      edited: lock === undefined || rendering?.inputs === undefined ? [] : changedInputs(lock.inputs, rendering.inputs),
      isTakenAlong: along.has(component),
      lag: state === 'behind' && rendering !== undefined ? changesBetween(manifestsOf(before), manifestsOf(rendering.files)) : [],
    };
  });
  if (lost.length > 0) throw keptBytesLost(environment, [...new Set(lost)].sort(compareText));
  return { standings, remarks: standings.flatMap((standing) => remarksOn(standing, kept)) };
}

function stateOf(component: string, { renderings, records, request }: Kept): State {
  const rendering = renderings.get(component);
  const lock = records.locks.get(component);
  const isAsked = request.promote?.has(component) === true;
  if (request.restore?.has(component)) return 'restored';
  if (rendering === undefined) return request.allowDelete?.has(component) ? 'removed' : 'behind';
  if (lock === undefined) return request.adopt || isAsked || rendering.release !== undefined ? 'promoted' : 'waiting';
  if (isHeld(digestsOf(rendering.files), lock)) return 'current';
  const isEdited = rendering.inputs !== undefined && changedInputs(lock.inputs, rendering.inputs).length > 0;
  return isEdited || isAsked ? 'promoted' : 'behind';
}

function filesOf(
  state: State,
  rendering: Rendering | undefined,
  before: readonly LaidOut[],
  restored: () => readonly LaidOut[],
): readonly LaidOut[] {
  if (state === 'restored') return restored();
  if (state === 'waiting' || state === 'removed') return [];
  return state === 'behind' ? before : (rendering?.files ?? []);
}

function lockOf(component: string, state: State, { renderings, records, request, rules }: Kept): { lock?: Lock } {
  const lock = records.locks.get(component);
  const rendering = renderings.get(component);
  if (state === 'waiting' || state === 'removed') return {};
  if (state === 'restored') return { lock: request.restore?.get(component) as Lock };
  if (rendering === undefined || state === 'behind') return { lock: lock as Lock };

  const { inputs = {}, release } = rendering;
  const { hotfix: _, ...unmarked } = lock ?? {};
  const mark = release?.hotfix === undefined ? {} : { hotfix: release.hotfix };
  if (state === 'current') return { lock: { ...(unmarked as Lock), ...mark, inputs } };
  const entry = records.ledgers.get(component)?.releases.find(({ digest }) => digest === release?.digest);
  const from = request.adopt ? undefined : records.predecessor()?.name;
  const had = lock?.held ?? [];
  return {
    lock: {
      component,
      ...(release && { version: release.version, digest: release.digest }),
      ...mark,
      ...(from !== undefined && { promotedFrom: from }),
      held: release === undefined || had.includes(release.digest) ? had : [...had, release.digest],
      evidence: {
        ...(entry && { source: entry.source }),
        ...(entry?.attestation !== undefined && { attestation: entry.attestation }),
        rules,
      },
      inputs,
      files: digestsOf(rendering.files),
    },
  };
}

function remarksOn({ component, state, lock, before, files }: Standing, { environment, renderings, records, request }: Kept): Remark[] {
  const rendering = renderings.get(component);
  const allowed = request.allowDelete ?? new Set();
  if (rendering === undefined && state === 'behind') return [removal(environment, component)];
  const old = records.locks.get(component);
  if (old === undefined && !request.adopt && rendering?.files.some(({ path }) => records.paths.has(path))) return [unlocked(environment, component)];
  const isHeldBefore = lock?.digest === undefined || records.isHeldBefore(component, lock.digest);
  const hotfix = lock === undefined ? [] : hotfixRemarks(environment, lock, isHeldBefore);
  if (state === 'removed' || state === 'restored') return [...hotfix, ...(state === 'restored' ? guard(environment, component, before, files, allowed) : [])];
  if (state !== 'promoted' || request.adopt) return hotfix;
  const asHeldHere = request.asHeldHere?.has(component) === true;
  const promotion = { environment, component, release: rendering?.release, lock: old, asHeldHere };
  return [
    ...hotfix,
    ...gate(promotion, records.ledgers, records.predecessor()),
    ...guard(environment, component, before, files, allowed),
  ];
}

function unlocked(environment: string, component: string): Remark {
  return {
    about: 'lock',
    severity: 'error',
    component,
    message: `dist/${environment} has files of ${component}, but envs/${environment}/lock/${component}.json is not there`,
    fix: `restore the lock: git checkout COMMIT -- envs/${environment}/lock/${component}.json; an environment without any lock gets its first ones by npm run promote -- --adopt --to ${environment}`,
  };
}

function manifestsOf(files: readonly LaidOut[]) {
  return files.map(({ manifest }) => manifest);
}
