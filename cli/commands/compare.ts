import { join } from 'node:path';
import { compare as comparisonOf, departures, obstaclesBetween, quotaFits, type Synthesis } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments, synthesizeSelected } from '../environments';
import { sameEnvironment } from '../messages';
import { readGeneratedTree } from '../ports/generated-tree';
import { asJson, printReport, type Report } from '../report/comparison';
import { sideOf } from '../side';

export interface CompareOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Says how two environments differ, what nobody declared first, and what works in the one and may not in the other. */
export async function compare(first: string, second: string, options: CompareOptions, context: CommandContext): Promise<ExitCode> {
  const [from, to] = [first, second].map((name) => selectEnvironments([name])[0]) as [string, string];
  if (from === to) throw sameEnvironment(first, second);
  const syntheses = await synthesizeSelected([from, to], context);
  const published = (name: string): Synthesis => syntheses.find(({ environment }) => environment === name) as Synthesis;
  const both = [published(from), published(to)] as const;
  const [a, b] = [sideOf(both[0]), sideOf(both[1])];
  const report: Report = {
    from,
    to,
    departed: both
      .map((synthesis) => ({ environment: synthesis.environment, files: departedFiles(synthesis, context) }))
      .filter(({ files }) => files.length > 0),
    ...comparisonOf(a, b),
    obstacles: obstaclesBetween(a, b),
    quotas: quotaFits(a, b),
  };
  if (options.json) context.terminal.result(JSON.stringify(asJson(report), null, 2));
  else printReport(report, { all: options.all ?? false }, context.terminal);
  return report.undeclared.length + report.kept.length + report.departed.length > 0 ? 1 : 0;
}

/** Files of an environment that `synth` would write otherwise, locks included that do not tell what it shall write. */
function departedFiles(synthesis: Synthesis, { fs, root }: CommandContext): string[] {
  const lockless = synthesis.judgement.findings.filter(({ rule }) => rule === 'layout/lock');
  const { files, foreign } = readGeneratedTree(fs, join(root, 'dist', synthesis.environment));
  const committed = new Map([...files.keys(), ...foreign.keys()].map((path) => [path, files.get(path) ?? '']));
  const findings = lockless.length > 0 ? lockless : departures(synthesis, committed);
  return [...new Set(findings.map(({ file }) => file))];
}
