import { type ClusterRanges, type Finding, isRed, type Ledger, type Lock, type Release, type Synthesis } from '../../lib';
import { synthesizeSelected } from '../environments';
import { lockChanges } from '../locks';
import { lockFolder } from '../paths';
import type { Change, Removal } from '../ports/changes';
import { disk } from '../ports/file-system';
import { recordTexts } from '../records';
import { type Move, movesOf } from '../report/standings';

/** What is planned, in the words of the command line: sets as lists. */
export interface Order {
  readonly root: string;
  readonly environment: string;
  /** Components whose base comes along, too. @default none */
  readonly promote?: readonly string[] | 'all';
  /** Ledgers as they will be. @default those that are there */
  readonly ledgers?: readonly Ledger[];
  /** Components that `all` leaves alone. */
  readonly except?: readonly string[];
  /** Locks to go back to, by component. */
  readonly restore?: Readonly<Record<string, Lock>>;
  /** Commits that have their files. */
  readonly also?: readonly string[];
  readonly asHeldHere?: readonly string[];
  readonly allowDelete?: readonly string[];
  readonly adopt?: boolean;
}

/** An environment as it would be, with everything that has to be written for it. */
export interface Plan {
  readonly isRed: boolean;
  readonly findings: readonly Finding[];
  /** Path below the environment's folder → text. */
  readonly files: readonly (readonly [string, string])[];
  /** Lock files that change. */
  readonly locks: readonly (Change | Removal)[];
  readonly moves: readonly Move[];
  /** All components of a locked environment, those that wait included. */
  readonly components: readonly string[];
  /** What the class says runs, by component. */
  readonly releases: Readonly<Record<string, Release>>;
  /** Addresses of the cluster. */
  readonly ranges: ClusterRanges;
}

/** Renders and judges an environment in this process, as its class is. */
export async function planned(order: Order): Promise<Plan> {
  const {
    root,
    environment: name,
    promote = [],
    except = [],
    ledgers = [],
    restore,
    asHeldHere,
    allowDelete,
    adopt = false,
    also = [],
  } = order;
  const [synthesis] = (await synthesizeSelected([name], {
    fs: disk,
    root,
    also,
    ledgers,
    request: {
      promotes: (component) => (promote === 'all' ? !except.includes(component) : promote.includes(component)),
      restore: new Map(Object.entries(restore ?? {})),
      asHeldHere: new Set(asHeldHere),
      allowDelete: new Set(allowDelete),
      adopt,
    },
  })) as [Synthesis];
  return {
    isRed: isRed(synthesis.judgement),
    findings: synthesis.judgement.findings,
    files: [...synthesis.files],
    locks: lockChanges(synthesis, recordTexts(disk, root, lockFolder(name))),
    moves: movesOf(synthesis),
    components: synthesis.standings.map(({ component }) => component),
    releases: Object.fromEntries(synthesis.source.releases()),
    ranges: synthesis.source.cluster.ranges,
  };
}
