import { blockedBy, blockedRemark, type Environment, nearest, type Release, type Releases } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { badPromotion, unknownComponent } from '../messages';
import { adopt } from '../promotion/adopt';
import { advance } from '../promotion/advance';
import { arrival } from '../promotion/arrival';
import { carryOut } from '../promotion/carry-out';
import { type Edit, NO_EDIT } from '../promotion/edit';
import type { Order } from '../promotion/plan';
import { verifyReleases } from '../promotion/release-edits';
import { releaseFile } from '../promotion/release-file';
import { readIncidents } from '../records';
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

/** Moves components to an environment: their release lines, or the base alone. */
export async function promote(names: readonly string[], options: PromoteOptions, context: CommandContext): Promise<ExitCode> {
  const { root, fs, terminal } = context;
  const components = [...new Set(names)];
  const { all = false, configOnly = false, dryRun = false, detached = false } = options;
  refuseContradictions(components, options);
  const [name] = selectEnvironments([options.to]) as [string];
  const environment = makeEnvironment(name, await loadEnvironment(name));
  if (options.adopt) return adopt(environment, options, context);
  if (!environment.traits.locked) refuseBlocked(components, name, options, context);
  if (configOnly && !environment.traits.locked)
    throw badPromotion(`${name} is not locked, so its base needs no promotion; npm run synth renders it`);

  const edit = editFor(components, environment, options, context);
  for (const [component, reason] of edit.left) terminal.say(`${name}: leaves ${component} alone, which is held: ${reason}`);
  for (const note of edit.notes) terminal.say(`${name}: ${note}`);
  const order: Order = {
    root,
    environment: name,
    promote: all ? 'all' : components,
    except: [...edit.left.keys()],
    ledgers: edit.ledgers,
    ...(options.allowDelete && { allowDelete: options.allowDelete }),
  };
  const verify = (plan: { releases: Releases; components: readonly string[] }): void => {
    verifyReleases(releaseFile(fs, root, name).path, Object.fromEntries(environment.releases()), plan.releases, edit.wanted);
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

/**
 * Without locks nothing tells a promotion from any other edit, so that it is asked here; of locked environments synth does.
 * @throws while somebody changes the environment by hand
 */
function refuseBlocked(components: readonly string[], name: string, { hotfix }: PromoteOptions, { fs, root }: CommandContext): void {
  const incidents = readIncidents(fs, root).filter(({ environment }) => environment === name);
  for (const component of components.length === 0 ? ['everything'] : components) {
    const incident = blockedBy({ component, ...(hotfix !== undefined && { hotfix }) }, incidents);
    if (incident === undefined) continue;
    const { message, fix } = blockedRemark(name, component, incident);
    throw badPromotion(`${message}; ${fix}`);
  }
}

function editFor(components: readonly string[], environment: Environment, options: PromoteOptions, { fs, root }: CommandContext): Edit {
  const { all, configOnly, version, digest, force: isForced = false } = options;
  const shared = { fs, root, environment, isForced };
  if (configOnly) return NO_EDIT;
  if (version === undefined || digest === undefined) return advance({ ...shared, components: all ? 'all' : components });
  const { source, attestation, hotfix } = options;
  return arrival({ ...shared, component: components[0] as string, version, digest, source, attestation, hotfix });
}

/** E.g. `Promote kfm-api 2.3.2 to stage`. */
function subjectOf(components: readonly string[], wanted: ReadonlyMap<string, Release>, environment: string): string {
  const names = components.map((component) => [component, wanted.get(component)?.version].filter(Boolean).join(' '));
  return `Promote ${names.length > 3 || names.length === 0 ? 'everything' : names.join(' and ')} to ${environment}`;
}
