/** Rows that the widths of the columns are measured by: what comes later is printed as it comes. */
const MEASURED = 1000;

/** A table for people, a row each with its columns under each other; nothing if there is none below the header. */
export function* columnLines(header: readonly string[], rows: Iterable<readonly string[]>): Generator<string> {
  let waiting = [header];
  let widths: readonly number[] | undefined;
  for (const row of rows) {
    waiting.push(row);
    if (widths === undefined && waiting.length <= MEASURED) continue;
    widths ??= widthsOf(waiting);
    for (const each of waiting) yield rowText(each, widths);
    waiting = [];
  }
  if (widths !== undefined || waiting.length === 1) return;
  widths = widthsOf(waiting);
  for (const each of waiting) yield rowText(each, widths);
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const [header = []] = rows;
  return header.map((_, column) => rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0));
}

function rowText(row: readonly string[], widths: readonly number[]): string {
  return row.map((text, column) => (column === row.length - 1 ? text : text.padEnd(widths[column] ?? 0))).join('  ');
}
