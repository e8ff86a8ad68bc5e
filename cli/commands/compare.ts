import { join } from 'node:path';
import { compare as comparisonOf, departures, obstaclesBetween, quotaFits, type Side, type Synthesis } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments, synthesizeIn } from '../environments';
import { sameEnvironment } from '../messages';
import { readGeneratedTree } from '../ports/generated-tree';
import { asJson, type Departed, printReport, type Report } from '../report/comparison';
import { sideOf } from '../side';

export interface CompareOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Says how two environments differ, what nobody declared first, and what works in the one and may not in the other. */
export async function compare(first: string, second: string, options: CompareOptions, context: CommandContext): Promise<ExitCode> {
  const [from, to] = [first, second].map((name) => selectEnvironments([name])[0]) as [string, string];
  if (from === to) throw sameEnvironment(first, second);
  const [a, b] = [await published(from, context), await published(to, context)];
  const report: Report = {
    from,
    to,
    departed: [a, b].flatMap(({ departed }) => (departed.files.length === 0 ? [] : [departed])),
    ...comparisonOf(a.side, b.side),
    obstacles: obstaclesBetween(a.side, b.side),
    quotas: quotaFits(a.side, b.side),
  };
  if (options.json) context.terminal.result(JSON.stringify(asJson(report), null, 2));
  else printReport(report, { all: options.all ?? false }, context.terminal);
  return report.undeclared.length + report.kept.length + report.departed.length > 0 ? 1 : 0;
}

/** An environment as it would be published, and where dist is something else. */
async function published(name: string, context: CommandContext): Promise<{ readonly side: Side; readonly departed: Departed }> {
  const environment = makeEnvironment(name, await loadEnvironment(name));
  const synthesis = await synthesizeIn(environment, context);
  return { side: sideOf(environment, synthesis), departed: { environment: name, files: departedFiles(synthesis, context) } };
}

/** Files of an environment that `synth` would write otherwise, locks included that do not tell what it shall write. */
function departedFiles(synthesis: Synthesis, { fs, root }: CommandContext): string[] {
  const lockless = synthesis.judgement.findings.filter(({ rule }) => rule === 'layout/lock');
  const { files, foreign } = readGeneratedTree(fs, join(root, 'dist', synthesis.environment));
  const committed = new Map([...files.keys(), ...foreign.keys()].map((path) => [path, files.get(path) ?? '']));
  const findings = lockless.length > 0 ? lockless : departures(synthesis, committed);
  return [...new Set(findings.map(({ file }) => file))];
}
