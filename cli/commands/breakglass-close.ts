import { type Incident, incidentFile, isOpen, KEEPERS, type Manifest } from '../../lib';
import { align, PACE, type Pace } from '../breakglass/applications';
import { type Delivered, deliveredOf } from '../breakglass/delivered';
import { differencesOf } from '../breakglass/difference';
import { notFollowed } from '../breakglass/followed';
import { badRequest, staleDist, toCommit } from '../breakglass/messages';
import { ownersOf } from '../breakglass/owners';
import { confirmCluster, openRecords, recordOf } from '../breakglass/record';
import { isRendered, render } from '../breakglass/rendering';
import { textProblems, thisMoment } from '../breakglass/request';
import type { Aim } from '../cluster/aim';
import { changing } from '../cluster/changing';
import type { Site } from '../cluster/site';
import type { CommandContext, ExitCode } from '../command';
import { repositoryAt } from '../ports/git';
import { differenceLines } from '../report/breakglass';
import { printFindings } from '../report/findings';

export interface CloseOptions extends Aim {
  readonly id: string;
  /** Who closes it. @default who opened it */
  readonly by?: string;
  readonly json?: boolean;
}

/**
 * Closes a record once Git and cluster agree, for a commit; once that is where Argo CD reads, it lets the Applications sync by themselves
 * again. Which of the two is to be done is told by the facts, so that it can be run again at any time.
 */
export async function breakglassClose(options: CloseOptions, context: CommandContext, pace: Pace = PACE): Promise<ExitCode> {
  const incident = recordOf(options, context);
  const by = options.by ?? incident.who;
  const problems = textProblems('by', by);
  if (problems.length > 0) throw badRequest(problems);
  return changing(options, context, async (site) => {
    const { id, environment } = incident;
    const kubectl = await site.reach();
    confirmCluster(incident, kubectl);
    const doing = isOpen(incident) ? 'close' : `resume after ${incident.closed?.when}`;
    context.terminal.say(`${doing}: ${id} in ${environment} on ${kubectl.context}, ${kubectl.server}`);
    return isOpen(incident) ? close(incident, by, site, options, context) : resume(incident, site, options, context, pace);
  });
}

/** Writes down that the record is closed, and `dist` without its pause; refused while anything differs. */
async function close(incident: Incident, by: string, site: Site, { json }: CloseOptions, context: CommandContext): Promise<ExitCode> {
  const { fs, root, terminal } = context;
  const { id, environment } = incident;
  if (!(await isRendered(incident, context))) throw staleDist(environment);
  const delivered = deliveredOf(fs, root, environment);
  const incidents = openRecords(environment, context);
  const found = await differencesOf({ fs, root, kubectl: await site.reach(), delivered, incidents, owners: ownersOf(fs, root) });
  if (found.differences.length + found.unknown.length > 0) {
    if (json) terminal.result(JSON.stringify({ closed: false, ...found }, null, 2));
    else for (const line of differenceLines(environment, found)) terminal.result(line);
    terminal.say(
      `${id} stays open: Git and cluster do not agree. Codify what is left (breakglass capture), or take it back: argocd app sync of its Application`,
    );
    return found.unknown.length > 0 ? 2 : 1;
  }
  const closed: Incident = { ...incident, closed: { when: thisMoment(), by } };
  const rendered = await render(closed, context);
  if ('findings' in rendered) {
    // Rendered with the record open a moment ago, so that hardly anything but a rule about pauses can say so.
    printFindings(rendered.findings, terminal);
    terminal.say(`dist/${environment} has errors without the pause; mend them, then npm run synth -- --env ${environment}`);
    return 1;
  }
  if (json) terminal.result(JSON.stringify({ closed: true, record: closed, paths: rendered.paths }, null, 2));
  else terminal.result(`${id} is closed: Git and ${site.context} agree`);
  terminal.say(toCommit([incidentFile(incident), `dist/${environment}`], `Close ${id} in ${environment}`));
  if (incident.paused.length > 0)
    terminal.say(
      `what is paused in ${site.context} stays so until this is merged; then run the same command again: it lets ${incident.paused.join(', ')} sync by themselves`,
    );
  return 0;
}

/** Lets the Applications sync by themselves again; refused while Argo CD would read the pause. */
async function resume(incident: Incident, site: Site, { json }: CloseOptions, context: CommandContext, pace: Pace): Promise<ExitCode> {
  const { fs, root, terminal } = context;
  const { id, environment, paused } = incident;
  const done = (resumed: readonly string[]): ExitCode => {
    if (json) terminal.result(JSON.stringify({ closed: true, record: incident, resumed }, null, 2));
    else
      terminal.result(
        `${id} is closed, and nothing is paused by it any more${resumed.length === 0 ? '' : `; resumed: ${resumed.join(', ')}`}`,
      );
    return 0;
  };
  const waits = (reason: string): ExitCode => {
    if (json) terminal.result(JSON.stringify({ closed: true, record: incident, waits: reason }, null, 2));
    else terminal.result(`${id} is closed, and ${paused.join(', ')} stay paused: ${reason}`);
    return 1;
  };
  if (paused.length === 0) return done([]);
  const git = repositoryAt(root);
  const dirty = git.changedSince('HEAD', incidentFile(incident), `dist/${environment}`);
  if (dirty.length > 0) return waits(`${dirty[0]} is not committed`);
  const delivered = deliveredOf(fs, root, environment);
  const kubectl = await site.reach();
  const { delivery, catalogue } = site.environment;
  // Where the cluster reads the working tree there is no commit that it would have to have.
  const readsCommits = delivery.repositoryIn(catalogue).url === catalogue.repository.url;
  const reason = readsCommits ? await notFollowed(kubectl, incident, delivered, git, pace) : undefined;
  if (reason !== undefined) return waits(reason);
  const { changed, missing } = await align(kubectl, inOrderOfResumption(delivered, paused), pace);
  if (missing.length > 0) terminal.say(`not there, so nothing to resume: ${missing.join(', ')}`);
  return done(changed);
}

/** The children first, and those that keep them last: what is let go early is put back by nobody. */
function inOrderOfResumption(delivered: Delivered, names: readonly string[]): Manifest[] {
  const rank = (name: string): number => (KEEPERS as readonly string[]).indexOf(name);
  return [...names].sort((a, b) => rank(a) - rank(b)).flatMap((name) => delivered.application(name) ?? []);
}
