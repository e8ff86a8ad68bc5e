import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, determineHitLimitReached, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { policyTests } from './policy-tests.mjs';

/** Where the mutated code looks which mutant it is, and where it says what it came through. */
const NAMESPACE = '__stryker__';

/** Runs the tests of the rules for Stryker, thirty times as fast as jest starts for each mutant. */
class PolicyTestRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.testsOf = policyTests(process.cwd());
  }

  async dryRun({ coverageAnalysis }) {
    const state = begin({ mutantCoverage: { static: {}, perTest: {} } });
    const tests = await run(this.testsOf(EVERYTHING), { state, bail: false });
    return { status: DryRunStatus.Complete, tests, ...(coverageAnalysis !== 'off' && { mutantCoverage: state.mutantCoverage }) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail, mutantActivation, sandboxFileName }) {
    const tests = [];
    for (const wish of testFilter ? [those(testFilter)] : nearestFirst(sandboxFileName)) {
      const state = begin({ hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
      if (mutantActivation === 'static') state.activeMutant = activeMutant.id;
      const declared = declare(() => this.testsOf(wish));
      state.activeMutant = activeMutant.id;
      tests.push(...(Array.isArray(declared) ? await run(declared, { state, bail: !disableBail }) : [declared]));
      const endless = determineHitLimitReached(state.hitCount, hitLimit);
      if (endless) return toMutantRunResult(endless);
      if (tests.some(({ status }) => status === TestStatus.Failed)) break;
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }
}

const EVERYTHING = { wantsSuite: () => true, wantsTest: () => true };

function those(names) {
  const wanted = new Set(names);
  return { wantsSuite: (beginning) => names.some((name) => name.startsWith(beginning)), wantsTest: (name) => wanted.has(name) };
}

/** The tests that name the rule of a file, then those of its family, and if they see nothing, all. */
function nearestFirst(file) {
  const [, family, rule] = /lib\/policy\/([\w-]+)\/([\w-]+)\.ts$/.exec(file.replaceAll('\\', '/')) ?? [];
  return family === undefined ? [EVERYTHING] : [naming(`${family}/${rule}`), naming(`${family}/`), EVERYTHING];
}

function naming(text) {
  const isMeant = (name) => name.endsWith('.test.ts') || name.includes(text);
  return { wantsSuite: isMeant, wantsTest: isMeant };
}

function begin(values) {
  globalThis[NAMESPACE] = values;
  return values;
}

/** A mutant that breaks a module before any test is seen as well. */
function declare(collect) {
  try {
    return collect();
  } catch (error) {
    return outcome('the modules are loaded', 0, error);
  }
}

async function run(tests, { state, bail }) {
  const outcomes = [];
  for (const { name, run: body } of tests) {
    state.currentTestId = name;
    const started = performance.now();
    const error = await failureOf(body);
    outcomes.push(outcome(name, performance.now() - started, error));
    if (bail && error !== undefined) break;
  }
  state.currentTestId = undefined;
  return outcomes;
}

async function failureOf(body) {
  try {
    await body();
    return undefined;
  } catch (error) {
    return error;
  }
}

function outcome(name, timeSpentMs, error) {
  const result = { id: name, name, timeSpentMs };
  if (error === undefined) return { ...result, status: TestStatus.Success };
  return { ...result, status: TestStatus.Failed, failureMessage: error instanceof Error ? error.message : String(error) };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'policy', PolicyTestRunner)];
