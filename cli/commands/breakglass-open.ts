import { applicationsToPause, type Incident, incidentFile, isOpen, type Manifest, paused, pausesOf, resumed } from '../../lib';
import { align, liveApplications, PACE, type Pace } from '../breakglass/applications';
import { type Delivered, deliveredOf } from '../breakglass/delivered';
import { badRequest, isClosedAlready, otherRecord, toCommit, unreachableCluster } from '../breakglass/messages';
import { render, writeRecord } from '../breakglass/rendering';
import { drafted, endOf, idProblems, type OpenRequest, textProblems, thisMoment } from '../breakglass/request';
import type { Aim } from '../cluster/aim';
import { changing } from '../cluster/changing';
import type { Site } from '../cluster/site';
import type { Kubectl } from '../cluster/target';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments } from '../environments';
import { readIncidents } from '../records';
import { printFindings } from '../report/findings';

export interface OpenOptions extends Aim, OpenRequest {
  /** Whether a record that is open gets a later end. */
  readonly extend?: boolean;
  /** Whether the record may be opened although the cluster does not answer. */
  readonly unreachable?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * Opens a record of a change by hand: writes it, pauses what would take the change back, in the cluster and then by `dist`. Run again, it
 * does what is not done yet.
 */
export async function breakglassOpen(options: OpenOptions, context: CommandContext, pace: Pace = PACE): Promise<ExitCode> {
  const { fs, root, terminal } = context;
  const [environment] = selectEnvironments([options.env]) as [string];
  const problems = idProblems(options.id);
  if (problems.length > 0) throw badRequest(problems);
  return changing(options, context, async (site) => {
    const own = readIncidents(fs, root).filter((incident) => incident.environment === environment);
    const delivered = deliveredOf(fs, root, environment);
    const now = thisMoment();
    const known = own.find(({ id }) => id === options.id);
    const others = own.filter((incident) => isOpen(incident) && incident.id !== options.id);
    const given = { environment, components: delivered.components, open: others, now };
    const planned: Incident =
      known === undefined
        ? { ...drafted(options, given), environment, context: site.context, extended: [], paused: [], pausing: 'pending', captures: [] }
        : continued(known, options, site.context, now);

    const kubectl = await site.reach();
    terminal.say(`break-glass ${planned.id} in ${environment} on ${kubectl.context}, ${kubectl.server}, until ${planned.expires}`);
    const names = known?.paused ?? applicationsToPause(delivered.objects, planned.components);
    const record: Incident = { ...planned, server: kubectl.server, paused: names };
    const live = names.length === 0 ? 'none' : await liveApplications(kubectl);
    const isUnreachable = live !== 'none' && 'problem' in live;
    if (isUnreachable && options.unreachable !== true) throw unreachableCluster(kubectl.context, live.problem);
    if (options.dryRun) {
      terminal.result(`would write ${incidentFile(record)} and pause ${spoken(names)}`);
      return 0;
    }

    if (known === undefined) writeRecord(context, record);
    terminal.say(`record: ${incidentFile(record)}`);
    const pausing = isUnreachable ? 'unreachable' : live === 'none' ? 'nothing' : 'paused';
    if (pausing === 'paused') await pauseLive(kubectl, pausedManifests(delivered, record, others), site, context, pace);
    else
      terminal.say(
        pausing === 'nothing'
          ? nothingToPause(names)
          : 'paused live: nothing, since the cluster does not answer; run this again once it does',
      );
    const done: Incident = { ...record, pausing };
    const rendered = await render(done, context);
    if ('findings' in rendered) {
      printFindings(rendered.findings, terminal);
      terminal.say(`dist/${environment} has errors and stays as it is, so that the pause is not in Git: mend them, and run this again`);
      return 1;
    }
    if (options.json) terminal.result(JSON.stringify({ record: done, paths: rendered.paths }, null, 2));
    else {
      terminal.result(`${done.id} is open until ${done.expires}; paused: ${spoken(names)}`);
      const paths = [incidentFile(done), `dist/${environment}`, `envs/${environment}/lock`].filter(
        (path) => path !== `envs/${environment}/lock` || rendered.paths.some((one) => one.startsWith(path)),
      );
      terminal.say(toCommit(paths, `Break glass in ${environment}: ${done.id}`));
      terminal.say(`then act; npm run breakglass -- capture --env ${environment} --id ${done.id} tells what has to come to Git`);
    }
    return 0;
  });
}

function spoken(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}

function nothingToPause(names: readonly string[]): string {
  return names.length === 0
    ? 'paused: nothing, since nothing here syncs by itself; tell everybody who may sync'
    : 'paused live: nothing, since the cluster has no Argo CD; dist says the pause for when it has one';
}

/** A record that is open already: what was given has to be what it says; with `--extend` it gets a later end. @throws {Refusal} */
function continued(known: Incident, options: OpenOptions, context: string, now: string): Incident {
  if (!isOpen(known)) throw isClosedAlready(known);
  const { who, with: second, why, what, component } = options;
  const given = { ...(options.extend ? {} : { who, with: second, why, what }), component: component && [...component].sort().join() };
  const said: Readonly<Record<string, string>> = { ...known, component: [...known.components].sort().join() } as never;
  const others = Object.entries(given).flatMap(([field, value]) => (value === undefined || value === said[field] ? [] : [field]));
  if (known.context !== context) others.push('context');
  if (others.length > 0) throw otherRecord(known, others);
  if (!options.extend) return known;
  const end = endOf(options, now);
  const problems = [
    ...textProblems('who', who ?? ''),
    ...textProblems('why', why ?? ''),
    ...('problem' in end
      ? [end.problem]
      : end.moment <= known.expires
        ? [`${end.moment}: is not later than ${known.expires}, the end until now`]
        : []),
  ];
  if ('problem' in end || problems.length > 0) throw badRequest(problems);
  return {
    ...known,
    expires: end.moment,
    extended: [...known.extended, { when: now, by: who as string, why: why as string, from: known.expires }],
  };
}

/** The Applications as they shall be in the cluster, those of other records included. */
function pausedManifests(delivered: Delivered, record: Incident, others: readonly Incident[]): Manifest[] {
  const pauses = pausesOf([...others, record]);
  return record.paused.flatMap((name) => {
    const manifest = delivered.application(name);
    return manifest === undefined ? [] : [paused(resumed(manifest), pauses.get(name) ?? [])];
  });
}

async function pauseLive(
  kubectl: Kubectl,
  wanted: readonly Manifest[],
  { context: name }: Site,
  { terminal }: CommandContext,
  pace: Pace,
): Promise<void> {
  terminal.say(`pausing ${wanted.map(({ metadata }) => metadata.name).join(', ')} in ${name}, and seeing that they stay so`);
  const { changed, missing } = await align(kubectl, wanted, pace);
  if (missing.length > 0) terminal.say(`not there, so not paused: ${missing.join(', ')}`);
  terminal.say(changed.length === 0 ? 'paused live: they were already' : `paused live: ${changed.join(', ')}`);
}
