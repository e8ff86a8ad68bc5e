import { join } from 'node:path';
import { type Finding, type Incident, incidentFile, incidentText, isRed, type Synthesis } from '../../lib';
import type { CommandContext } from '../command';
import { synthesizeSelected } from '../environments';
import { lockChanges } from '../locks';
import { readGeneratedTree } from '../ports/generated-tree';
import { publish } from '../ports/publish';
import { replaceFile } from '../ports/replace-file';
import { confirmRead, readIncidents, recordsAndClass } from '../records';

/** What became of `dist`: the files that changed, or what its gates refuse. */
export type Rendered = { readonly paths: readonly string[] } | { readonly findings: readonly Finding[] };

/** Writes a record, whole or not at all. */
export function writeRecord({ fs, root }: CommandContext, incident: Incident): void {
  replaceFile(fs, join(root, incidentFile(incident)), incidentText(incident));
}

/**
 * Writes a record and the environment as it is with it, together. Where a gate refuses the environment the record is written alone: what
 * happens in the cluster is told in any case.
 */
export async function render(incident: Incident, context: CommandContext): Promise<Rendered> {
  const { fs, root, terminal } = context;
  const { environment } = incident;
  const read = recordsAndClass(fs, root, environment);
  const synthesis = await synthesized(incident, context);
  if (isRed(synthesis.judgement)) {
    writeRecord(context, incident);
    return { findings: synthesis.judgement.findings };
  }
  const before = new Map(readGeneratedTree(fs, join(root, 'dist', environment)).files);
  const file = incidentFile(incident);
  const text = incidentText(incident);
  const old = read.get(file);
  const changes = [
    ...lockChanges(synthesis, read),
    ...(old === text ? [] : [{ path: file, ...(old !== undefined && { before: old }), after: text }]),
  ];
  publish({
    fs,
    root: join(root, 'dist'),
    files: new Map([...synthesis.files].map(([path, content]) => [`${environment}/${path}`, content])),
    covers: (path) => path.startsWith(`${environment}/`),
    say: terminal.say,
    changes,
    confirm: () => confirmRead(fs, root, environment, read),
  });
  const moved = [...new Set([...before.keys(), ...synthesis.files.keys()])].filter(
    (path) => before.get(path) !== synthesis.files.get(path),
  );
  return { paths: [...changes.map(({ path }) => path), ...moved.map((path) => `dist/${environment}/${path}`)].sort() };
}

/** The environment as it is with a record in place of what its file says. */
async function synthesized(incident: Incident, { fs, root }: CommandContext): Promise<Synthesis> {
  const isOther = ({ id, environment }: Incident): boolean => id !== incident.id || environment !== incident.environment;
  const incidents = [...readIncidents(fs, root).filter(isOther), incident];
  const [synthesis] = (await synthesizeSelected([incident.environment], { fs, root, incidents })) as [Synthesis];
  return synthesis;
}

/** Whether `dist` and the locks are what would be rendered with the records that are there. */
export async function isRendered(incident: Incident, context: CommandContext): Promise<boolean> {
  const { fs, root } = context;
  const { environment } = incident;
  const synthesis = await synthesized(incident, context);
  const { files, foreign } = readGeneratedTree(fs, join(root, 'dist', environment));
  if (isRed(synthesis.judgement) || foreign.size > 0 || files.size !== synthesis.files.size) return false;
  const isSame = [...synthesis.files].every(([path, text]) => files.get(path) === text);
  return isSame && lockChanges(synthesis, recordsAndClass(fs, root, environment)).length === 0;
}
