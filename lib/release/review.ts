import { compareText } from '../manifest/order';
import { gate } from './gate';
import type { Ledger, Ledgers } from './ledger';
import type { Lock, Locks } from './lock';
import type { Predecessor, Remark } from './records';
import { digestsOf, isHeld, type Rendering } from './rendering';

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
  /** Whether the environment held exactly these files once, at the base or earlier; also where no lock said so yet. */
  readonly wasHeld: (lock: Lock) => boolean;
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
  if (after === undefined) return branch.renderings.has(component) ? [vanished(branch.environment, component)] : [];
  return [...heldRemarks(branch, before, after), ...moveRemarks(branch, before, after)];
}

/** Where promotions come from is no business of a promotion. */
function chainRemarks({ environment, before, predecessor }: Branch): Remark[] {
  const follows = predecessor?.name;
  const from = [...before.values()].find(({ promotedFrom }) => promotedFrom !== undefined && promotedFrom !== follows)?.promotedFrom;
  if (from === undefined) return [];
  const message = `${environment} followed ${from} and now follows ${follows ?? 'nothing'}, so nobody can tell what has been where`;
  return [remark('', message, `let it follow ${from} again; another chain is a decision of people, merged although this is red`)];
}

/** What an environment with locks that gives them up is told. */
export function noLongerLocked(environment: string): Remark {
  const message = `${environment} had locks and is not locked any more, so whatever is merged reaches it`;
  return remark(
    '',
    message,
    'restore the environment and `locked: true`; to open or drop one is a decision of people, merged although this is red',
  );
}

function moveRemarks(branch: Branch, before: Lock | undefined, after: Lock): Remark[] {
  const { environment, renderings, ledgers, predecessor } = branch;
  const { component, version, digest } = after;
  if (before !== undefined && isHeld(after.files, before) && digest === before.digest) return [];
  if (branch.wasHeld(after)) return [];
  const { files, release } = renderings.get(component) ?? { files: [] };
  const isRendered = isHeld(digestsOf(files), after) && version === release?.version && digest === release?.digest;
  if (!isRendered) return [foreign(environment, component)];
  const asHeldHere = digest !== undefined && before?.held.includes(digest) === true;
  return gate({ environment, component, release, lock: before, asHeldHere }, ledgers, predecessor);
}

/** A digest comes to be held by a promotion, not by being written down. */
function heldRemarks({ environment, predecessor }: Branch, before: Lock | undefined, { component, digest, held }: Lock): Remark[] {
  const gained = held.filter((each) => each !== digest && before?.held.includes(each) !== true);
  return gained
    .filter((each) => predecessor !== undefined && !predecessor.holds(component, each))
    .map((each) =>
      remark(
        component,
        `the lock of ${component} says that ${environment} has held ${each}, which it was never promoted to`,
        'remove it from held',
      ),
    );
}

/** Entries of ledgers that a branch changed or lost. */
export function ledgerRemarks(before: Ledgers, after: Ledgers): Remark[] {
  return [...before.values()].flatMap((ledger) => lostEntries(ledger, after.get(ledger.component)));
}

function lostEntries({ component, releases }: Ledger, after: Ledger | undefined): Remark[] {
  const remaining = new Set(after?.releases.map((entry) => JSON.stringify(entry)));
  return releases
    .filter((entry) => !remaining.has(JSON.stringify(entry)))
    .map(({ version }) => ({
      about: 'ledger',
      severity: 'error',
      component,
      message: `the ledger lost or changed ${component} ${version}, and nothing leaves it`,
      fix: 'put the entry back as it was',
    }));
}

function vanished(environment: string, component: string): Remark {
  const fix = `restore it: git checkout BASE -- envs/${environment}/lock/${component}.json`;
  return remark(component, `the lock of ${component} is gone, but the class of ${environment} still makes it`, fix);
}

function foreign(environment: string, component: string): Remark {
  const message = `the lock of ${component} holds files or a version that are neither what the classes render nor what ${environment} has held before`;
  return remark(
    component,
    message,
    `restore lock and dist/${environment} from the base, and promote again; a change of shared code after a promotion goes into a branch of its own`,
  );
}

function remark(component: string, message: string, fix: string): Remark {
  return { about: 'promotion', severity: 'error', component, message, fix };
}
