import { stretchesOf } from '../../../cli/report/html/folding';
import { type Line, linesOf, type Row, rowsOf } from '../../../cli/report/html/line-diff';

/** A line of a side, changed words in brackets. */
function side(line: Line | undefined): string {
  if (line === undefined) return '';
  return `${line.number} ${line.pieces.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('')}`;
}

function told(rows: readonly Row[]): string[] {
  return rows.map((row) => (row.kind === 'same' ? `${row.before} = ${row.after} ${row.text}` : `${side(row.before)} | ${side(row.after)}`));
}

const numbered = (count: number): string => Array.from({ length: count }, (_, at) => `line${at}: 1\n`).join('');

describe('two texts beside each other', () => {
  test('have lines of one key in one row, with the words marked that differ', () => {
    expect(
      told(
        rowsOf('kind: A\nspec:\n  image: shop:1.2\n  replicas: 2\n', 'kind: A\nspec:\n  image: shop:1.3\n  paused: true\n  replicas: 3\n'),
      ),
    ).toMatchInlineSnapshot(`
[
  "1 = 1 kind: A",
  "2 = 2 spec:",
  "3   image: shop:1.[2] | 3   image: shop:1.[3]",
  " | 4   paused: true",
  "4   replicas: [2] | 5   replicas: [3]",
]
`);
  });

  test('have lines of other keys beside each other without marks', () => {
    expect(told(rowsOf('a: 1\nold: x\n', 'a: 1\nnew: x\n'))).toEqual(['1 = 1 a: 1', '2 old: x | 2 new: x']);
  });

  test.each([
    ['nothing before', '', 'a: 1\n', [' | 1 a: 1']],
    ['nothing after', 'a: 1\n', '', ['1 a: 1 | ']],
    ['items of a list', '- a\n- b\n', '- a\n- c\n', ['1 = 1 - a', '2 - [b] | 2 - [c]']],
    ['no line feed at the end', 'a: 1', 'a: 2', ['1 a: [1] | 1 a: [2]']],
  ])('take %s', (_, before, after, rows) => {
    expect(told(rowsOf(before, after))).toEqual(rows);
  });

  test('hold every line of both sides once and in order, however different they are', () => {
    const before = numbered(3000);
    const after = before.replace(/: 1/g, ': 2').split('\n').reverse().join('\n').trimStart();
    const rows = rowsOf(before, after);
    const lines = (name: 'before' | 'after'): string[] =>
      rows.flatMap((row) => (row.kind === 'same' ? [row.text] : (row[name]?.pieces.map(({ text }) => text).join('') ?? [])));

    expect(lines('before')).toEqual(linesOf(before));
    expect(lines('after')).toEqual(linesOf(after));
  });

  test('do not compare words of lines that are data', () => {
    const [row] = rowsOf(`a: ${'x y '.repeat(2000)}\n`, `a: ${'x z '.repeat(2000)}\n`);

    expect(row).toMatchObject({ kind: 'changed', before: { pieces: [{ isMarked: false }] }, after: { pieces: [{ isMarked: false }] } });
  });
});

describe('folding', () => {
  const folded = (before: string, after: string): string[] =>
    stretchesOf(rowsOf(before, after)).map((stretch) =>
      stretch.kind === 'shown' ? `${stretch.rows.length} rows` : `${stretch.lines.length} folded, then ${stretch.under.join('.')}`,
    );

  test('leaves three lines around a change, and says what comes next stands under', () => {
    const text = `spec:\n  template:\n    containers:\n${Array.from({ length: 20 }, (_, at) => `      - name: c${at}\n`).join('')}`;

    expect(folded(text, text.replace('c10', 'other'))).toEqual(['10 folded, then spec.template.containers', '7 rows', '6 folded, then ']);
  });

  test('folds no stretch that is as short as its fold', () => {
    expect(folded(numbered(13), numbered(13).replace('line6: 1', 'line6: 2'))).toEqual(['13 rows']);
  });

  test('loses no line', () => {
    const before = numbered(200);
    const stretches = stretchesOf(rowsOf(before, before.replace('line50: 1', 'line50: 2').replace('line51: 1\n', '')));

    expect(stretches.reduce((sum, stretch) => sum + (stretch.kind === 'shown' ? stretch.rows : stretch.lines).length, 0)).toBe(200);
  });
});
