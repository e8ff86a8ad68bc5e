import { readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const TESTS = join(__dirname, '..');

/** Tests of other configurations: see jest.config.js. */
const ELSEWHERE: ReadonlySet<string> = new Set(['control-plane', 'deep', 'programs', 'servers', 'stacks', 'suites']);

/** Every file of tests that `npm test` runs, below test/, in order. */
function testFiles(): string[] {
  return readdirSync(TESTS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(TESTS, join(entry.parentPath, entry.name)))
    .filter((file) => !ELSEWHERE.has(file.split('/', 1)[0] as string))
    .sort();
}

/**
 * Runs this suite's share of all files of tests in one go, each under its name: to load the library and to render the environments for
 * each of them anew took longer than the tests.
 * @param file of the suite; beside it are the others
 */
export function suite(file: string): void {
  const suites = readdirSync(__dirname)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const own = suites.indexOf(basename(file));
  for (const tests of testFiles().filter((_, index) => index % suites.length === own))
    describe(tests, () => void require(join(TESTS, tests)));
}
