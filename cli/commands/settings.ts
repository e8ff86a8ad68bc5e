import { clusterFacts } from '../../envs';
import type { Cluster } from '../../lib';
import { aimed } from '../cluster/aim';
import type { CommandContext, ExitCode } from '../command';
import { remarksOn } from '../configuration/remarks';
import { type Resolved, resolved, type Setting, type SettingName } from '../settings';

export interface SettingsOptions {
  readonly env: string;
  readonly provider?: string;
  readonly name?: string;
  readonly json?: boolean;
}

interface Row {
  readonly name: SettingName;
  readonly value: string;
  readonly source: string;
  /** What it means in this project, where that is not its value. */
  readonly means?: string;
}

/** Shows each setting of an environment, where it comes from and what it means here. */
export async function settings(options: SettingsOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const { environment, settings: read } = aimed(options, context);
  const meant = resolved(read, environment);
  const rows = (Object.entries(read) as [SettingName, Setting][]).map(([name, setting]) => rowOf(name, setting, meant));
  const remarks = remarksOn(read, (await clusterFacts())[environment] as Cluster);
  if (options.json) {
    terminal.result(JSON.stringify({ environment, settings: rows, remarks }, null, 2));
    return 0;
  }
  terminal.say(`settings of ${environment}`);
  for (const line of table(rows)) terminal.result(line);
  for (const remark of remarks) terminal.say(terminal.colour.yellow(remark));
  return 0;
}

function rowOf(name: SettingName, { value, source }: Setting, { dist, stack }: Resolved): Row {
  const means = { KUSTOMIZE_DIR: dist, TERRAFORM_DIR: stack }[name as string];
  return { name, value, source, ...(means !== undefined && means !== value && { means }) };
}

function table(rows: readonly Row[]): string[] {
  const cells = rows.map(({ name, value, source, means }) => [
    name,
    value || '(empty)',
    source,
    means === undefined ? '' : `means ${means}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => (row[column] as string).length)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
