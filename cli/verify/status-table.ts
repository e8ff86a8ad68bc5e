import type { Terminal } from '../report/terminal';
import type { ClusterStatus, NamespaceStatus } from './status';

/** The state of a cluster as one table: what is not as it should be stands out. */
export function printStatus({ nodes, namespaces, pendingClaims, applications, unread }: ClusterStatus, { result, colour }: Terminal): void {
  const section = (title: string, rows: readonly (readonly string[])[]): void => {
    result(colour.bold(title));
    for (const line of aligned(rows)) result(`  ${line}`);
  };
  const good = (text: string, isGood: boolean): string => (isGood ? text : colour.red(text));
  section(
    `NODES ${nodes.length}`,
    nodes.map(({ name, ready, pool, architecture }) => [
      name,
      good(ready ? 'ready' : 'not ready', ready),
      pool || '-',
      architecture || '-',
    ]),
  );
  section('PODS', namespaces.map(row));
  for (const { name, notReady } of namespaces) {
    for (const { pod, reason } of notReady) result(`  ${colour.red('not ready')} ${name}/${pod}: ${reason}`);
  }
  section(
    `CLAIMS PENDING ${pendingClaims.length}`,
    pendingClaims.map(({ claim, storageClass }) => [claim, storageClass || '-']),
  );
  section(
    `APPLICATIONS ${applications.length}`,
    applications.map(({ name, sync, health }) => [name, good(sync, sync === 'Synced'), good(health, health === 'Healthy')]),
  );
  for (const { what, reason } of unread) result(`${colour.red('not read')} ${what}: ${reason}`);
}

function row({ name, pods, restarts }: NamespaceStatus): string[] {
  const phases = Object.entries(pods).sort(([a], [b]) => (a < b ? -1 : 1));
  return [name, phases.map(([phase, number]) => `${number} ${phase}`).join(', '), `${restarts} restarts`];
}

/** Columns as wide as their widest cell, colours not counted. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour is one
  const width = (cell: string): number => cell.replace(/\u001b\[\d+m/g, '').length;
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => width(cells[column] ?? ''))));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}
