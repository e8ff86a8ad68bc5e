import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** How many suites there are; machines have that many processors at most to run them on. */
const SUITES = 8;

const TESTS = join(__dirname, '..');

/** Tests of other configurations: see jest.config.js. */
const ELSEWHERE: ReadonlySet<string> = new Set(['control-plane', 'deep', 'programs', 'servers', 'stacks', 'suites']);

/** Every file of tests that `npm test` runs, below test/, in order. */
export function testFiles(): string[] {
  return readdirSync(TESTS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(TESTS, join(entry.parentPath, entry.name)))
    .filter((file) => !ELSEWHERE.has(file.split('/', 1)[0] as string))
    .sort();
}

/**
 * Runs an eighth of all files of tests in one go, each under its name: loading the library and rendering the environments for each of them
 * anew took longer than the tests. @param number from 1
 */
export function suite(number: number): void {
  const own = testFiles().filter((_, index) => index % SUITES === number - 1);
  for (const file of own) describe(file, () => void require(join(TESTS, file)));
}
