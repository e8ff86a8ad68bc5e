import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { INCIDENTS, type Incident, incidentFile, incidentText, isOpen, sha256 } from '../../lib';
import { deliveredOf } from '../breakglass/delivered';
import { type Difference, type Differences, differencesOf } from '../breakglass/difference';
import { isClosedAlready, toCommit } from '../breakglass/messages';
import { ownersOf } from '../breakglass/owners';
import { patchOf } from '../breakglass/patch';
import { confirmCluster, openRecords, recordOf } from '../breakglass/record';
import { thisMoment } from '../breakglass/request';
import type { Aim } from '../cluster/aim';
import { changing } from '../cluster/changing';
import type { CommandContext, ExitCode } from '../command';
import { apply } from '../ports/changes';
import { differenceLines } from '../report/breakglass';
import { count } from '../report/findings';

export interface CaptureOptions extends Aim {
  readonly id: string;
  readonly json?: boolean;
}

/**
 * Writes down what the cluster has otherwise than `dist`, so that it can come to Git: as fields with their owners, and as a unified diff.
 * No secret is in it. Again, it writes another one, if something else differs.
 */
export async function breakglassCapture(options: CaptureOptions, context: CommandContext): Promise<ExitCode> {
  const { fs, root, terminal } = context;
  const incident = recordOf(options, context);
  if (!isOpen(incident)) throw isClosedAlready(incident);
  const before = fs.read(join(root, incidentFile(incident)));
  const { id, environment } = incident;
  return changing(options, context, async (site) => {
    const kubectl = await site.reach();
    confirmCluster(incident, kubectl);
    terminal.say(`capture of ${id} in ${environment} on ${kubectl.context}, ${kubectl.server}`);
    const delivered = deliveredOf(fs, root, environment);
    const incidents = openRecords(environment, context);
    const found = await differencesOf({ fs, root, kubectl, delivered, incidents, owners: ownersOf(fs, root) });
    const { differences, unknown } = found;
    if (options.json) terminal.result(JSON.stringify(found, null, 2));
    else for (const line of differenceLines(environment, found)) terminal.result(line);
    if (isAsBefore(incident, found, context)) {
      terminal.say(
        differences.length === 0
          ? `nothing differs but the pause${unknown.length > 0 ? ', as far as it could be told' : ''}: nothing to write`
          : 'nothing differs but what was captured last: nothing to write',
      );
      return unknown.length > 0 ? 2 : 0;
    }

    const base = `${INCIDENTS}/${environment}-${id}/capture-${incident.captures.length + 1}`;
    const when = thisMoment();
    const text = `${JSON.stringify({ id, environment, when, context: kubectl.context, server: kubectl.server, ...found }, null, 2)}\n`;
    const capture = {
      when,
      file: `${base}.json`,
      sha256: sha256(text),
      differences: differences.length,
      components: componentsOf(differences),
    };
    const files = [
      { path: capture.file, after: text },
      { path: `${base}.patch`, after: patchOf(differences, fs, root) },
    ].map((file) => (fs.kindOf(join(root, file.path)) === 'file' ? { ...file, before: fs.read(join(root, file.path)) } : file));
    const record = { ...incident, captures: [...incident.captures, capture] };
    apply(fs, root, [...files, { path: incidentFile(incident), before, after: incidentText(record) }]);
    terminal.say(`written: ${base}.json and ${base}.patch, ${count(differences.length, 'difference')}`);
    terminal.say(
      `codify it where npm run explain says, until npm run synth renders what the patch draws; ${toCommit([incidentFile(incident), `${base}.*`], `Capture ${id}`)}`,
    );
    return unknown.length > 0 ? 2 : 0;
  });
}

function componentsOf(differences: readonly Difference[]): string[] {
  return [...new Set(differences.map(({ component }) => component))].filter((name) => name !== '').sort();
}

/** Whether the last capture says the same already; nothing is not worth the first one. */
function isAsBefore({ captures }: Incident, { differences, unknown }: Differences, { fs, root }: CommandContext): boolean {
  const last = captures.at(-1);
  if (last === undefined) return differences.length === 0;
  const file = join(root, last.file);
  if (fs.kindOf(file) !== 'file') return false;
  const text = fs.read(file);
  if (sha256(text) !== last.sha256) return false;
  const before = JSON.parse(text) as Differences;
  return isDeepStrictEqual([before.differences, before.unknown], JSON.parse(JSON.stringify([differences, unknown])));
}
