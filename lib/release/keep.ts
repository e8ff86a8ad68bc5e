import { keptBytesLost } from '../errors';
import { changesBetween, type ObjectChange } from '../manifest/changes';
import type { LaidOut } from '../manifest/layout';
import type { Manifest } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import { gate, hotfixRemarks } from './gate';
import { guard, removal } from './guard';
import { heldFiles } from './held';
import { changedInputs } from './inputs';
import type { Lock } from './lock';
import { needs } from './needs';
import type { Records, Remark, Request } from './records';
import type { Release } from './release';
import { digestsOf, isHeld, type Rendering } from './rendering';
import type { Keeping, Standing, State } from './standing';

export interface Kept {
  readonly environment: string;
  readonly renderings: ReadonlyMap<string, Rendering>;
  readonly records: Records;
  readonly request: Request;
  /** Whether an AppProject lets an object be synced. */
  readonly permits: (project: Manifest, object: Manifest) => boolean;
  /** Number of rules that the environment is judged by, for the evidence. */
  readonly rules: number;
}

/**
 * Lets each component of a locked environment keep its bytes until it is promoted (decided component by component).
 * @throws if bytes that a lock holds are nowhere any more
 */
export function keep(kept: Kept): Keeping {
  const { environment, renderings, records, request } = kept;
  const lockless = locklessRemarks(kept);
  if (lockless.length > 0) return { standings: [], remarks: lockless };
  const names = [...new Set([...renderings.keys(), ...records.locks.keys()])].sort(compareText);
  const states = new Map(names.map((name) => [name, stateOf(name, kept)]));

  const lost: string[] = [];
  const held = (component: string, lock: Lock | undefined): readonly LaidOut[] => {
    if (lock === undefined) return [];
    const { files, missing } = heldFiles(lock, renderings.get(component), records.texts(lock.files));
    lost.push(...missing);
    return files;
  };
  const along = needs({ states, renderings, permits: kept.permits, held: (component) => held(component, records.locks.get(component)) });
  for (const name of along) states.set(name, 'promoted');
  const standings = names.map((component): Standing => {
    const state = states.get(component) as State;
    const rendering = renderings.get(component);
    const lock = records.locks.get(component);
    const before = state === 'current' ? (rendering?.files ?? []) : held(component, lock);
    const files = filesOf(state, rendering, before, () => held(component, request.restore?.get(component)));
    const edited = lock === undefined || rendering?.inputs === undefined ? [] : changedInputs(lock.inputs, rendering.inputs);
    return {
      component,
      state,
      files,
      before,
      ...lockOf(component, state, kept),
      edited,
      isTakenAlong: along.has(component),
      base: ['behind', 'promoted'].includes(state) && rendering !== undefined ? baseChanges(before, lock, edited, rendering) : [],
    };
  });
  if (lost.length > 0) throw keptBytesLost(environment, [...new Set(lost)].sort(compareText));
  return { standings, remarks: standings.flatMap((standing) => remarksOn(standing, kept)) };
}

function stateOf(component: string, { renderings, records, request }: Kept): State {
  const rendering = renderings.get(component);
  const lock = records.locks.get(component);
  const isAsked = request.promotes?.(component) === true;
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
  const isHeldBefore = lock?.digest === undefined || records.isHeldBefore(component, lock.digest);
  const hotfix = lock === undefined ? [] : hotfixRemarks(environment, lock, isHeldBefore);
  if (state === 'removed' || state === 'restored')
    return [...hotfix, ...(state === 'restored' ? guard(environment, component, before, files, allowed) : [])];
  if (state !== 'promoted' || request.adopt) return hotfix;
  const asHeldHere = request.asHeldHere?.has(component) === true;
  const promotion = { environment, component, release: rendering?.release, lock: old, asHeldHere };
  return [...hotfix, ...gate(promotion, records.ledgers, records.predecessor()), ...guard(environment, component, before, files, allowed)];
}

/** Components that dist has files of although no lock says which are held. */
function locklessRemarks({ environment, renderings, records, request }: Kept): Remark[] {
  if (request.adopt) return [];
  const lockless = [...renderings.values()].filter(
    ({ component, files }) => !records.locks.has(component) && files.some(({ path }) => records.has(path)),
  );
  if (lockless.length === 0) return [];
  const remark = (component: string, message: string, fix: string): Remark => ({
    about: 'lock',
    severity: 'error',
    component,
    message,
    fix,
  });
  if (records.locks.size === 0) {
    const message = `dist/${environment} has files, but envs/${environment} has no lock, so what it holds is not known`;
    return [
      remark(
        '',
        message,
        `an environment gets its first locks by npm run promote -- --adopt --to ${environment}; lost ones come back by git checkout`,
      ),
    ];
  }
  return lockless.map(({ component }) =>
    remark(
      component,
      `dist/${environment} has files of ${component}, but its lock is not there`,
      `git checkout COMMIT -- envs/${environment}/lock/${component}.json`,
    ),
  );
}

function baseChanges(
  before: readonly LaidOut[],
  lock: Lock | undefined,
  edited: readonly string[],
  { files, release }: Rendering,
): ObjectChange[] {
  if (lock === undefined || edited.some((key) => key !== 'release')) return [];
  const [was, is] = [imageOf(lock), imageOf(release)];
  const held = before.map(({ manifest }) => (was === is ? manifest : exchanged(manifest, was, is)));
  return changesBetween(
    held,
    files.map(({ manifest }) => manifest),
  );
}

/** What a reference to the image of a release ends in. */
function imageOf(release: Partial<Release> | undefined): string {
  return `:${release?.version}@${release?.digest}`;
}

function exchanged(manifest: Manifest, was: string, is: string): Manifest {
  return JSON.parse(JSON.stringify(manifest).replaceAll(was, is));
}
