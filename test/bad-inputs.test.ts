import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

interface Proof {
  readonly path: string;
  /** Title of a test, or the row of its table. */
  readonly title: string;
}

interface Row {
  readonly number: number;
  readonly proofs: readonly Proof[];
  readonly isBuilt: boolean;
}

const PAGE = readFileSync(join(ROOT, 'docs/bad-inputs.md'), 'utf8');

/** The rows of the tables: number, input, what it gets, tests. */
const ROWS: readonly Row[] = [...PAGE.matchAll(/^\| (\d+) +\| (?:[^|]*\S) +\| (?:[^|]*\S) +\| ([^|]*\S) +\|$/gm)].map(
  ([, number, proofs = '']) => ({
    number: Number(number),
    proofs: proofsIn(proofs),
    isBuilt: proofs !== 'not built yet',
  }),
);

function proofsIn(text: string): Proof[] {
  return [...text.matchAll(/`(test\/[\w./-]+)`: "([^"]+)"/g)].map(([, path = '', title = '']) => ({ path, title }));
}

/** Whether a file of tests has a title, or one of cases a case, as it is. */
function has({ path, title }: Proof): boolean {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const exactly = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const place = path.endsWith('.yaml') ? `^case: '?${exactly}'?$` : `(['"\`])${exactly}\\1`;
  return new RegExp(place, 'm').test(text);
}

describe('the page of bad inputs', () => {
  test('has each of the 92 once, in their order', () => {
    expect(ROWS.map(({ number }) => number)).toEqual(Array.from({ length: 92 }, (_, index) => index + 1));
  });

  test('names a test for each, but for a component that is not built', () => {
    expect(ROWS.filter(({ proofs }) => proofs.length === 0).map(({ number }) => number)).toEqual([85, 86, 87, 88, 89, 90, 91, 92]);
    expect(ROWS.filter(({ proofs, isBuilt }) => isBuilt !== proofs.length > 0)).toEqual([]);
  });

  test('names tests only that somebody runs: files of tests, and cases of rules', () => {
    const paths = proofsIn(PAGE).map(({ path }) => path);

    expect(paths.length).toBeGreaterThan(150);
    expect(paths.filter((path) => !/\.test\.ts$|^test\/policy\/[\w-]+\/[\w-]+\/(?:pass|fail)\.yaml$/.test(path))).toEqual([]);
  });

  test('names tests by titles that they have', () => {
    const gone = proofsIn(PAGE).filter((proof) => !has(proof));

    expect(gone.map(({ path, title }) => `${path}: ${title}`)).toEqual([]);
  });

  test('names no case that says of itself that it is of another number', () => {
    const said = (title: string): number[] => [...title.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
    const wrong = ROWS.flatMap(({ number, proofs }) =>
      proofs.filter(({ title }) => said(title).length > 0 && !said(title).includes(number)).map(({ title }) => `${number}: ${title}`),
    );

    expect(wrong).toEqual([]);
  });
});
