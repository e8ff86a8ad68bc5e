import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { buildSync } from 'esbuild';
import { declaredTests } from './declared-tests.mjs';

const FOLDER = 'test/policy';
/** It compares a page with what it is generated from. */
const LEFT_OUT = /rules-page\.test\.ts$/;
/** An ES module, which cannot be required. */
const BUNDLED = '@marcbachmann/cel-js';

/**
 * The tests of the rules as one script, which is compiled once and evaluated anew for every mutant: nothing that a mutant left in a
 * module is there for the next.
 * @param root a folder with the sources, mutated, and with node_modules
 */
export function policyTests(root) {
  const require = createRequire(join(root, 'package.json'));
  const evaluate = new Script(scriptOf(root), { filename: 'policy-tests.js' }).runInThisContext();
  return (wish) => {
    const { globals, within, tests } = declaredTests(wish);
    evaluate(require, join(root, FOLDER), within, globals.describe, globals.test, globals.expect);
    return tests;
  };
}

function scriptOf(root) {
  const files = readdirSync(join(root, FOLDER), { recursive: true })
    .filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file))
    .sort();
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    stdin: { contents: files.map((file) => `within('${file}', () => require('./${file}'));`).join('\n'), resolveDir: join(root, FOLDER) },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: packagesOf(root),
    logLevel: 'error',
  });
  return `(function (require, __dirname, within, describe, test, expect) {\n${outputFiles[0].text}\n})`;
}

function packagesOf(root) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== BUNDLED);
}
