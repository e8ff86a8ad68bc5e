import {
  type Environment,
  type Ledger,
  ledgerConflict,
  ledgerText,
  nearest,
  type Release,
  type Releases,
  release,
  withEntry,
} from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { badPromotion, unknownComponent } from '../messages';
import { LEDGERS } from '../paths';
import type { Change } from '../ports/changes';
import { isCommitId } from '../ports/git';
import { adopt } from '../promotion/adopt';
import { carryOut } from '../promotion/carry-out';
import type { Order } from '../promotion/plan';
import { plain, releaseEdits, releasesOf, verifyReleases } from '../promotion/release-edits';
import { lineOf, releaseFile, releaseOf } from '../promotion/release-file';
import { releaseLines } from '../promotion/release-line';
import { readLedgers, recordTexts } from '../records';
import { printOutcome } from '../report/promotion';

export interface PromoteOptions {
  readonly to: string;
  readonly all?: boolean;
  readonly configOnly?: boolean;
  readonly version?: string;
  readonly digest?: string;
  readonly source?: string;
  readonly attestation?: string;
  readonly hotfix?: string;
  readonly adopt?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly detached?: boolean;
  readonly allowDelete?: readonly string[];
  readonly json?: boolean;
}

/** What a promotion edits: release lines, a ledger, or nothing but locks. */
interface Edit {
  readonly wanted: ReadonlyMap<string, Release>;
  readonly changes: readonly Change[];
  readonly ledgers: readonly Ledger[];
  /** Components that `--all` leaves alone, with why. */
  readonly left: ReadonlyMap<string, string>;
}

const NOTHING: Edit = { wanted: new Map(), changes: [], ledgers: [], left: new Map() };

/** Moves components to an environment: their release lines, or the base alone. */
export async function promote(names: readonly string[], options: PromoteOptions, context: CommandContext): Promise<ExitCode> {
  const { root, fs, terminal } = context;
  const components = [...new Set(names)];
  const { all = false, configOnly = false, dryRun = false, detached = false } = options;
  refuseContradictions(components, options);
  const [name] = selectEnvironments([options.to]) as [string];
  const environment = makeEnvironment(name, await loadEnvironment(name));
  if (options.adopt) return adopt(environment, options, context);
  if (configOnly && !environment.traits.locked)
    throw badPromotion(`${name} is not locked, so its base needs no promotion; npm run synth renders it`);

  const file = releaseFile(fs, root, name);
  const edit = configOnly
    ? NOTHING
    : options.version === undefined
      ? fromBefore(components, environment, options, context)
      : arrival(components, environment, options, context);
  for (const [component, reason] of edit.left) terminal.say(`${name}: leaves ${component} alone, which is held: ${reason}`);
  const order: Order = {
    root,
    environment: name,
    promote: all ? 'all' : components,
    except: [...edit.left.keys()],
    ledgers: edit.ledgers,
    ...(options.allowDelete && { allowDelete: options.allowDelete }),
  };
  const verify = (plan: { releases: Releases; components: readonly string[] }): void => {
    verifyReleases(file.path, releasesOf(environment), plan.releases, edit.wanted);
    const known = [...new Set([...plan.components, ...Object.keys(plan.releases)])];
    for (const component of components) {
      if (!known.includes(component)) throw unknownComponent(name, component, nearest(component, known), known);
    }
  };
  const outcome = await carryOut({ order, edits: edit.changes, isDry: dryRun, detached, verify }, context);
  const named = all ? [...edit.wanted].map(([component]) => component) : components;
  printOutcome(
    { subject: subjectOf(named, edit.wanted, name), environment: name, outcome, isDry: dryRun, json: options.json === true },
    terminal,
  );
  return outcome.code;
}

function refuseContradictions(components: readonly string[], options: PromoteOptions): void {
  const { all, adopt: adopts, configOnly, version, digest, source, hotfix } = options;
  const named = components.length > 0;
  if (adopts ? named || all : named === Boolean(all)) {
    throw badPromotion(
      adopts ? '--adopt takes the environment as a whole; name no component' : 'name the components to promote, or say --all, not both',
    );
  }
  const isArrival = version !== undefined;
  if (isArrival && digest === undefined)
    throw badPromotion(`${version} without its digest is whatever the registry says; expected --digest sha256:…`);
  if (!isArrival && [digest, source, hotfix, options.attestation].some((value) => value !== undefined)) {
    throw badPromotion('--digest, --source, --attestation and --hotfix belong to a --version');
  }
  if (isArrival && (components.length !== 1 || configOnly))
    throw badPromotion('--version is of one component; name that one, without --config-only');
}

/** The releases of the environment before. */
function fromBefore(components: readonly string[], environment: Environment, options: PromoteOptions, { fs, root }: CommandContext): Edit {
  const { name, traits } = environment;
  const { follows } = traits;
  if (follows === undefined) {
    throw badPromotion(`${name} follows no environment, so releases arrive here by --version VERSION --digest DIGEST --source COMMIT`);
  }
  const file = releaseFile(fs, root, name);
  const before = releaseFile(fs, root, follows);
  const held = releaseLines(file).flatMap((line): [string, string][] =>
    line.held === undefined || options.force ? [] : [[line.component, line.held]],
  );
  const left = new Map(options.all ? held : []);
  const named = options.all
    ? releaseLines(file)
        .map(({ component }) => component)
        .filter((component) => !left.has(component))
    : components;
  const wanted = new Map(named.map((component) => [component, plain(releaseOf(before, lineOf(before, component)))]));
  return { ...releaseEdits(file, wanted, options.force === true), ledgers: [], left };
}

/** A release that comes from a component's own repository: into the ledger, and into the line. */
function arrival([component]: readonly string[], environment: Environment, options: PromoteOptions, { fs, root }: CommandContext): Edit {
  const { name, traits } = environment;
  const { version, digest, source, attestation, hotfix } = options as PromoteOptions & { version: string; digest: string };
  if (traits.follows !== undefined && hotfix === undefined) {
    throw badPromotion(
      `${name} follows ${traits.follows}, and releases arrive where nothing is followed; promote from there, or say --hotfix 'INCIDENT: reason'`,
    );
  }
  const target = release(version, digest, { ...(hotfix !== undefined && { hotfix }) });
  const edits = releaseEdits(releaseFile(fs, root, name), new Map([[component as string, target]]), options.force === true);
  const ledgers = readLedgers(fs, root);
  const conflict = ledgerConflict(component as string, target, ledgers);
  if (conflict !== undefined) throw badPromotion(`${component} ${version} is not ${digest}: ${conflict}`);

  const ledger = ledgers.get(component as string);
  const isRecorded = ledger?.releases.some((entry) => entry.digest === digest) === true;
  if (!isRecorded && !isCommitId(source ?? '')) {
    throw badPromotion(
      `the ledger has no ${component} ${version} yet; expected --source COMMIT with the full id of the commit that was built, found ${source ?? 'none'}`,
    );
  }
  const recorded = withEntry(ledger, component as string, {
    version,
    digest,
    source: source ?? '',
    ...(attestation !== undefined && { attestation }),
  });
  const path = `${LEDGERS}/${component}.json`;
  const before = recordTexts(fs, root, LEDGERS).get(path);
  const entered: Change[] = isRecorded ? [] : [{ path, ...(before !== undefined && { before }), after: ledgerText(recorded) }];
  // The ledger first: an entry that no line names yet does no harm, whatever stops the rest.
  return { ...edits, changes: [...entered, ...edits.changes], ledgers: [recorded], left: new Map() };
}

/** E.g. `Promote kfm-api 2.3.2 to stage`. */
function subjectOf(components: readonly string[], wanted: ReadonlyMap<string, Release>, environment: string): string {
  const names = components.map((component) => [component, wanted.get(component)?.version].filter(Boolean).join(' '));
  return `Promote ${names.length > 3 || names.length === 0 ? 'everything' : names.join(' and ')} to ${environment}`;
}
