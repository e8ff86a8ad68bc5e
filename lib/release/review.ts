import { compareText } from '../manifest/order';
import { gate, refused } from './gate';
import { changedInputs } from './inputs';
import { type Ledgers, ledgerProblem } from './ledger';
import { type Lock, type Locks, lockText } from './lock';
import { provenanceRemarks } from './provenance';
import type { Predecessor, Remark } from './records';
import { digestsOf, isHeld, type Rendering } from './rendering';
import { renewedLock } from './renewed-lock';

/** What a branch made of the locks of an environment since it left the base. */
export interface Branch {
  readonly environment: string;
  /** Locks at the base. */
  readonly before: Locks;
  readonly after: Locks;
  readonly renderings: ReadonlyMap<string, Rendering>;
  readonly ledgers: Ledgers;
  /** As the base has it. */
  readonly predecessor: Predecessor | undefined;
  /** The locks by which the environment held the same release and files, as merged, newest first. */
  readonly past: (lock: Lock) => readonly Lock[];
}

/**
 * Runs the gate of promotions again for every lock that a branch changed: locks and dist are files, and whoever can write
 * the one can write the other.
 */
export function review(branch: Branch): Remark[] {
  const components = [...new Set([...branch.before.keys(), ...branch.after.keys()])].sort(compareText);
  return [...chainRemarks(branch), ...components.flatMap((component) => lockRemarks(branch, component))];
}

function lockRemarks(branch: Branch, component: string): Remark[] {
  const before = branch.before.get(component);
  const after = branch.after.get(component);
  if (after !== undefined) return [...heldRemarks(branch, before, after), ...moveRemarks(branch, before, after)];
  return branch.renderings.has(component) ? [vanished(branch.environment, component)] : [dropped(branch.environment, component)];
}

/** Where promotions come from is no business of a promotion. */
function chainRemarks({ environment, before, predecessor }: Branch): Remark[] {
  const other = [...before.values()].find(({ follows }) => follows !== predecessor?.name);
  if (other === undefined) return [];
  const [was, is] = [other.follows ?? 'nothing', predecessor?.name ?? 'nothing'];
  const message = `${environment} followed ${was} and now follows ${is}, so nobody can tell what has been where`;
  return [refused('', message, `let it follow ${was} again; another chain is a decision of people, merged although this is red`)];
}

/** What an environment with locks that gives them up is told. */
export function noLongerLocked(environment: string): Remark {
  const message = `${environment} had locks and is not locked any more, so whatever is merged reaches it`;
  return refused(
    '',
    message,
    'restore the environment and `locked: true`; to open or drop one is a decision of people, merged although this is red',
  );
}

/**
 * A lock is right if it holds what the environment had before, then or earlier, or what the classes render and the gate lets
 * in: bytes that once were there may come back on any way.
 */
function moveRemarks(branch: Branch, before: Lock | undefined, after: Lock): Remark[] {
  const isUnmoved = before !== undefined && isHeld(after.files, before) && after.digest === before.digest;
  const known = [...(isUnmoved ? [before] : []), ...branch.past(after)];
  const ways = [...promotionWay(branch, before, after), ...known.map((lock) => returnRemarks(branch, lock, after))];
  return ways.find((remarks) => remarks.length === 0) ?? ways[0] ?? [foreign(branch.environment, after.component)];
}

/** What speaks against a lock as one that a promotion makes today; no way at all if its files are not what the classes render. */
function promotionWay(branch: Branch, before: Lock | undefined, after: Lock): Remark[][] {
  const { environment, ledgers, predecessor } = branch;
  const { component, digest } = after;
  const rendering = branch.renderings.get(component);
  if (rendering === undefined || !isRendered(rendering, after)) return [];
  const asHeldHere = digest !== undefined && before?.held.includes(digest) === true && predecessor?.holds(component, digest) !== true;
  const expected = renewedLock(rendering, before, {
    records: { ledgers, follows: predecessor?.name, isHeldBefore: () => false },
    rules: after.evidence.rules,
    isPromotion: true,
    adopt: false,
    asHeldHere: asHeldHere || after.promotedFrom === undefined,
  });
  const promotion = { environment, component, release: rendering.release, lock: before, asHeldHere };
  return [[...gate(promotion, ledgers, predecessor), ...provenanceRemarks(expected, after, predecessor)]];
}

/** What speaks against a lock as one that the environment had. */
function returnRemarks(branch: Branch, known: Lock, after: Lock): Remark[] {
  const rendering = branch.renderings.get(after.component);
  const edited = rendering !== undefined && isRendered(rendering, after) ? [] : changedInputs(known.inputs, after.inputs);
  return [
    ...recordRemarks(branch, after),
    ...provenanceRemarks(known, after, branch.predecessor),
    ...edited.map((key) => unpromoted(after.component, key)),
  ];
}

function isRendered({ files, release }: Rendering, { version, digest, ...lock }: Lock): boolean {
  return isHeld(digestsOf(files), lock) && version === release?.version && digest === release?.digest;
}

/** What was held came by a record too: an image that no ledger has was never promoted. */
function recordRemarks({ environment, ledgers }: Branch, { component, version, digest }: Lock): Remark[] {
  const problem = version === undefined || digest === undefined ? undefined : ledgerProblem(component, { version, digest }, ledgers);
  return problem === undefined
    ? []
    : [refused(component, `${environment} holds ${component} ${version}: ${problem}`, 'promote a recorded release')];
}

/**
 * A digest comes to be held by being merged, not by being written down or tried on the way, and stays so unless the lock as a
 * whole goes back to an earlier one.
 */
function heldRemarks({ environment, past }: Branch, before: Lock | undefined, after: Lock): Remark[] {
  const { component, digest, held } = after;
  const gained = held.filter((each) => each !== digest && before?.held.includes(each) !== true);
  const lost = (before?.held ?? []).filter((each) => !held.includes(each));
  const isWhole = lost.length > 0 && past(after).some((lock) => lockText(lock) === lockText(after));
  const says = (what: string, fix: string): Remark =>
    refused(component, `the lock of ${component} says that ${environment} has ${what}`, fix);
  return [
    ...gained.map((each) => says(`held ${each}, which was never merged`, 'remove it from held, and run npm run synth')),
    ...(isWhole ? [] : lost).map((each) => says(`never held ${each}, which it has`, 'take the lock of the base, and promote again')),
  ];
}

function unpromoted(component: string, key: string): Remark {
  const message = `the lock of ${component} says that ${key} is what the class writes, but its files are not what the classes render`;
  return refused(component, message, 'take the lock of the base, and run npm run synth: an edit of the class is a promotion');
}

function dropped(environment: string, component: string): Remark {
  return {
    ...refused(component, `${environment} loses ${component} with all its files`, 'see that this is meant'),
    about: 'deletion',
    severity: 'warning',
  };
}

function vanished(environment: string, component: string): Remark {
  const fix = `restore it: git checkout BASE -- envs/${environment}/lock/${component}.json`;
  return refused(component, `the lock of ${component} is gone, but the class of ${environment} still makes it`, fix);
}

function foreign(environment: string, component: string): Remark {
  const message = `the lock of ${component} holds files or a version that are neither what the classes render nor what ${environment} has held before`;
  return refused(
    component,
    message,
    `restore lock and dist/${environment} from the base, and promote again; a change of shared code after a promotion goes into a branch of its own`,
  );
}
