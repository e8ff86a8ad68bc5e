import { keptBytesLost } from '../errors';
import type { LaidOut } from '../manifest/layout';
import type { Manifest } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import { baseChanges } from './base-changes';
import { gate, hotfixRemarks } from './gate';
import { guard, removal } from './guard';
import { heldFiles } from './held';
import { changedInputs } from './inputs';
import type { Lock } from './lock';
import { locklessRemarks } from './lockless';
import { needs } from './needs';
import type { Records, Remark, Request } from './records';
import { digestsOf, isHeld, type Rendering } from './rendering';
import { renewedLock } from './renewed-lock';
import type { Keeping, Standing, State } from './standing';

export interface KeepProps {
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
 * Lets each component of a locked environment keep its bytes until it is promoted (requirements A15, B18).
 * @throws if bytes that a lock holds are nowhere any more
 */
export function keep(props: KeepProps): Keeping {
  const { environment, renderings, records, request, permits } = props;
  const lockless = request.adopt ? [] : locklessRemarks(environment, renderings.values(), records);
  if (lockless.length > 0) return { standings: [], remarks: lockless };
  const names = [...new Set([...renderings.keys(), ...records.locks.keys()])].sort(compareText);
  const states = new Map(names.map((name) => [name, stateOf(name, props)]));

  const lost: string[] = [];
  const known = new Map<Lock, readonly LaidOut[]>();
  const held = (component: string, lock: Lock | undefined): readonly LaidOut[] => {
    if (lock === undefined) return [];
    const read = known.get(lock);
    if (read !== undefined) return read;
    const { files, missing } = heldFiles(lock, renderings.get(component), records.texts(lock.files));
    lost.push(...missing);
    known.set(lock, files);
    return files;
  };
  const along = needs({ states, renderings, permits, held: (component) => held(component, records.locks.get(component)) });
  for (const name of along) states.set(name, 'promoted');

  const standings = names.map((component): Standing => {
    const state = states.get(component) as State;
    const rendering = renderings.get(component);
    const lock = records.locks.get(component);
    const before = state === 'current' ? (rendering?.files ?? []) : held(component, lock);
    const restored = state === 'restored' ? held(component, request.restore?.get(component)) : [];
    const edited = editedSince(lock, rendering);
    return {
      component,
      state,
      before,
      files: { waiting: [], removed: [], behind: before, restored, current: before, promoted: rendering?.files ?? [] }[state],
      ...lockOf(component, state, props),
      edited,
      isTakenAlong: along.has(component),
      base: ['behind', 'promoted'].includes(state) && rendering !== undefined ? baseChanges(before, lock, edited, rendering) : [],
    };
  });
  if (lost.length > 0) throw keptBytesLost(environment, [...new Set(lost)].sort(compareText));
  return { standings, remarks: standings.flatMap((standing) => remarksOn(standing, props)) };
}

function stateOf(component: string, { renderings, records, request }: KeepProps): State {
  const rendering = renderings.get(component);
  const lock = records.locks.get(component);
  const isAsked = request.promotes?.(component) === true;
  if (request.restore?.has(component)) return 'restored';
  if (rendering === undefined) return request.allowDelete?.has(component) ? 'removed' : 'behind';
  // Stores and shared components have no line that says that they shall be there: code that all environments share brings them.
  if (lock === undefined) return request.adopt || isAsked || rendering.release !== undefined ? 'promoted' : 'waiting';
  if (isHeld(digestsOf(rendering.files), lock)) return 'current';
  const isEdited = lock.isMixed === true || editedSince(lock, rendering).length > 0;
  return isAsked || isEdited ? 'promoted' : 'behind';
}

/** Keys of the override object that the class writes otherwise than when the lock was made. */
function editedSince(lock: Lock | undefined, rendering: Rendering | undefined): string[] {
  if (lock === undefined || rendering?.inputs === undefined) return [];
  const { version, digest } = rendering.release ?? {};
  const edited = changedInputs(lock.inputs, rendering.inputs);
  const isRelease = lock.version === version && lock.digest === digest;
  return isRelease || edited.includes('release') ? edited : ['release', ...edited];
}

function lockOf(component: string, state: State, { renderings, records, request, rules }: KeepProps): { lock?: Lock } {
  const lock = records.locks.get(component);
  const rendering = renderings.get(component);
  if (state === 'waiting' || state === 'removed') return {};
  if (rendering === undefined || state === 'behind' || state === 'restored') {
    const kept = (state === 'restored' ? request.restore?.get(component) : lock) as Lock;
    return { lock: { ...kept, ...(records.follows !== undefined && { follows: records.follows }) } };
  }
  const asHeldHere = request.asHeldHere?.has(component) === true;
  return {
    lock: renewedLock(rendering, lock, { records, rules, isPromotion: state === 'promoted', adopt: request.adopt === true, asHeldHere }),
  };
}

function remarksOn(
  { component, state, lock, before, files }: Standing,
  { environment, renderings, records, request }: KeepProps,
): Remark[] {
  const rendering = renderings.get(component);
  if (rendering === undefined && state === 'behind') return [removal(environment, component)];
  const isHeldBefore = lock?.digest === undefined || records.isHeldBefore(component, lock.digest);
  const remarks = lock === undefined ? [] : hotfixRemarks(environment, lock, isHeldBefore);
  if (state === 'promoted' && !request.adopt) {
    const asHeldHere = request.asHeldHere?.has(component) === true;
    const promotion = { environment, component, release: rendering?.release, lock: records.locks.get(component), asHeldHere };
    remarks.push(...gate(promotion, records.ledgers, records.predecessor()));
  }
  if (state === 'promoted' || state === 'restored') {
    remarks.push(...guard(environment, component, before, files, request.allowDelete ?? new Set()));
  }
  return remarks;
}
