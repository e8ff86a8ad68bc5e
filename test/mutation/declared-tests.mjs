import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { bind } = require('jest-each');
const { expect } = require('expect');

// What a snapshot says is for jest; a mutant that is seen in a snapshot alone is not killed.
expect.extend({ toMatchInlineSnapshot: () => ({ pass: true, message: () => '' }) });

/**
 * Collects tests as they are declared for jest. A suite that the wish leaves out is not entered, so that its cases are not read.
 * @param wish says of a suite, by the beginning of its tests' names, and of a test, by its name, whether it is asked for
 * @returns the globals that test files name, and the tests in the order in which they were declared
 */
export function declaredTests({ wantsSuite, wantsTest }) {
  const tests = [];
  const path = [];
  const within = (name, declare) => {
    path.push(name);
    if (wantsSuite(path.join(' '))) declare();
    path.pop();
  };
  const declare = (name, run) => {
    const full = [...path, name].join(' ');
    if (wantsTest(full)) tests.push({ name: full, run });
  };
  const describe = Object.assign((name, suite) => within(name, suite), { each: bind((name, suite) => within(name, suite), false) });
  const test = Object.assign((name, run) => declare(name, run), { each: bind((name, run) => declare(name, run), false) });
  return { globals: { describe, test, expect }, within, tests };
}
