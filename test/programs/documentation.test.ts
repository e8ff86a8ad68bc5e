import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CommanderError } from 'commander';
import { projectSite } from '../../cli/docs/project';
import { program } from '../../cli/main';
import { PROJECT } from '../cli/run';
import { answeredIn, lasting, scriptsNamedIn, type Told, toldIn } from './documentation/commands';
import { ENDS, FROM, MENTIONED, NEEDS_HISTORY, STATUS } from './documentation/expectations';
import { filled } from './documentation/placeholders';
import { type Call, Sandbox } from './documentation/sandbox';

/**
 * Every command that a page tells people to type is run here, in a clone, by a shell: what asks nothing but the repository as it is, what
 * speaks to a cluster or takes minutes as far as its words (`documentation/programs.ts` says which), so that its names and options exist.
 */
/** The list of commands is made of the program itself; the pages of all environments are made by one function. */
const LEFT_OUT = /^docs\/commands\.md$|^dist\/(?!stage\/)/;
const documents = [...projectSite(PROJECT).documents.values()].filter(({ path }) => !LEFT_OUT.test(path));
const told = documents.flatMap(toldIn);
const STORY = 'docs/getting-started.md';
const shown = new Set(
  documents
    .flatMap((page) => (page.path === 'README.md' ? answeredIn(page).filter(({ answer }) => answer.length > 0) : []))
    .map(({ script }) => script),
);
const scripts = new Map<string, Told>();
for (const each of told) {
  if (MENTIONED.includes(each.script) || each.page === STORY || shown.has(each.script)) continue;
  scripts.set(each.script, scripts.get(each.script) ?? each);
}

const startOf = (script: string): 'plain' | 'dev' | 'stage' => FROM[script] ?? (script.includes('--to prod') ? 'stage' : 'dev');
/** What changes files comes last: a command that finds the files of the one before needs not be bundled anew. */
const order = (script: string): string =>
  `${startOf(script)} ${/\b(?:promote|rollback|synth|seal|rotate|new|revert|checkout)\b/.test(script)}`;
const inOrder = [...scripts.values()].sort((a, b) => (order(a.script) < order(b.script) ? -1 : order(a.script) > order(b.script) ? 1 : 0));

let sandbox: Sandbox;
/** Commits that commands start from: as it is, with nothing behind; with a release in dev; with the same in stage. */
const commits = { plain: '', dev: '', stage: '' };
const calls: (Call & { readonly page: string })[] = [];

beforeAll(() => {
  sandbox = new Sandbox(STATUS);
  for (const file of ['value.txt', 'password.txt', 'superuser.txt']) writeFileSync(sandbox.path(file), 'a value for tests');
  writeFileSync(sandbox.path('.git/info/exclude'), '*.txt\n*.age\n');
  const step = (command: string, message: string): string => {
    const { status, stdout, stderr } = sandbox.run(command);
    if (status !== 0) throw new Error(`${command}: ${stdout}${stderr}`);
    return sandbox.commit(message);
  };
  // What is shown of answers is about one change, whatever stage and prod are behind by today.
  step('npm run promote -- --all --to stage --config-only', 'Level stage');
  commits.plain = step('npm run promote -- --all --to prod --config-only', 'Level prod');
  const release = `--version 99.4.0 --digest sha256:${'a'.repeat(64)} --source ${'5e'.repeat(20)}`;
  commits.dev = step(`npm run promote -- kfm-api --to dev ${release}`, 'Promote kfm-api 99.4.0 to dev');
  sandbox.git('update-ref', 'refs/remotes/origin/main', commits.dev);
  commits.stage = step('npm run promote -- kfm-api --to stage', 'Promote kfm-api 99.4.0 to stage');
}, 180_000);
afterAll(() => sandbox.remove());

describe('a command of the pages', () => {
  test.each(inOrder.map(({ page, script }) => [page, script] as const))(
    '%s: %s',
    (page, script) => {
      if (NEEDS_HISTORY.includes(script) && !sandbox.hasHistory) return;
      sandbox.reset(commits[startOf(script)]);
      const text = filled(page, script, { commit: commits.dev, temporary: join(sandbox.root, 'tmp') });

      const { status, stdout, stderr, calls: made } = sandbox.run(text);
      const expected = ENDS[script] ?? 0;

      calls.push(...made.map((call) => ({ ...call, page })));
      expect({ page, text, status, said: status === expected ? '' : `${stdout.slice(-1500)}${stderr}` }).toEqual({
        page,
        text,
        status: expected,
        said: '',
      });
    },
    120_000,
  );
});

describe('what a page shows of the answer is what is answered', () => {
  const answers = (name: string): [string, string, readonly string[]][] =>
    documents.filter(({ path }) => path === name).flatMap((page) => answeredIn(page).map(({ script, answer }) => [name, script, answer]));

  test.each(answers('README.md').filter(([, , answer]) => answer.length > 0))('%s: %s', (page, script, answer) => {
    if (script.includes('--history') && !sandbox.hasHistory) return;
    sandbox.reset(commits.plain);

    expectAnswer(page, script, answer);
  });

  test(`${STORY}, one block after the other`, () => {
    sandbox.reset(commits.plain);

    const story = answers(STORY);
    expect(story.filter(([, , answer]) => answer.length > 0).length).toBeGreaterThan(2);
    for (const [page, script, answer] of story) expectAnswer(page, script, answer);
  }, 120_000);

  function expectAnswer(page: string, script: string, answer: readonly string[]): void {
    const { status, stdout, stderr } = sandbox.run(filled(page, script, { commit: commits.dev, temporary: join(sandbox.root, 'tmp') }), {
      anew: true,
    });
    const said = [...stdout.split('\n'), ...stderr.split('\n')].map(lasting);
    const missing = answer.filter((line) => {
      const at = said.indexOf(lasting(line));
      if (at >= 0) said.splice(0, at + 1);
      return at < 0;
    });
    expect({ script, status, missing, said: missing.length > 0 || status !== 0 ? `${stdout}${stderr}` : '' }).toEqual({
      script,
      status: 0,
      missing: [],
      said: '',
    });
  }
});

test('scripts that pages speak of are in package.json', async () => {
  const { scripts: known } = await import('../../package.json');
  const problems = documents.flatMap((page) =>
    scriptsNamedIn(page).flatMap((name) => (name in known ? [] : [`${page.path}: npm run ${name}`])),
  );

  expect(problems).toEqual([]);
});

test('no exception outlives its command', () => {
  const known = new Set(told.map(({ script }) => script));
  const listed = [...MENTIONED, ...NEEDS_HISTORY, ...Object.keys(FROM), ...Object.keys(ENDS)];

  expect(listed.filter((script) => !known.has(script))).toEqual([]);
});

test('commands of the program have the options that pages give them', async () => {
  const problems: string[] = [];
  for (const { page, args } of calls.filter((call) => call.program === 'npm' && call.args.includes('run'))) {
    const [, name = '', ...rest] = args.filter((word) => word !== '--silent' && word !== '-s');
    const script = (await import('../../package.json')).scripts[name as 'synth'] ?? '';
    if (!/^node cli\/launcher\.js \S+$/.test(script)) continue;
    const problem = await parsed([script.split(' ')[2] as string, ...rest.slice(1)]);
    if (problem !== undefined) problems.push(`${page}: npm ${args.join(' ')}: ${problem}`);
  }

  expect(problems).toEqual([]);
});

/** What the program says against arguments, without doing anything. */
async function parsed(args: readonly string[]): Promise<string | undefined> {
  const said: string[] = [];
  const root = program(async () => {});
  for (const one of [root, ...root.commands.flatMap((each) => [each, ...each.commands])])
    one.exitOverride().configureOutput({ writeOut: () => {}, writeErr: (text) => said.push(text) });
  try {
    await root.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    return said.join(' ').trim() || String(error);
  }
}

/** What decides whether kubectl knows the options: the verb, what it is done to where that has options of its own, and their names. */
function formOf(args: readonly string[]): string {
  const words = args.filter((word, at) => !word.startsWith('-') && !/^(?:--namespace|-n|--context)$/.test(args[at - 1] ?? ''));
  const verb = words.slice(0, /^(?:auth|config|create|rollout|set|top)$/.test(words[0] ?? '') ? 2 : 1);
  return [...verb, ...args.filter((word) => word.startsWith('-')).map((word) => word.replace(/=.*/, ''))].join(' ');
}

const KUBECTL = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'kubectl'))
  .find(existsSync);

(KUBECTL === undefined ? test.skip : test)(
  'commands of kubectl have the options that pages give them (where kubectl is installed)',
  () => {
    const forms = new Map<string, readonly string[]>();
    for (const { args } of calls.filter((call) => call.program === 'kubectl')) {
      const own = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
      forms.set(formOf(own), own);
    }
    const problems = [...forms.values()].flatMap((args) => {
      const { status, stderr } = spawnSync(KUBECTL as string, [...args, '--help'], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '' },
      });
      return status === 0 ? [] : [`kubectl ${args.join(' ')}: ${stderr.split('\n')[0]}`];
    });

    expect(forms.size).toBeGreaterThan(20);
    expect(problems).toEqual([]);
  },
  60_000,
);

test('namespaces and Applications that commands name are in dist', () => {
  const files = sandbox.git('ls-files', 'dist').split('\n');
  const names = (pattern: RegExp): Set<string> => new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []));
  const namespaces = new Set([...names(/\/namespace_(.+)\.yaml$/), 'kube-system', 'seed']);
  const applications = names(/\/application\.argoproj\.io_(.+)\.yaml$/);
  const problems = calls.flatMap(({ page, program: name, args }) => {
    const namespace = args[args.findIndex((word) => word === '--namespace' || word === '-n') + 1] ?? '';
    const isUnknown = name === 'kubectl' && /(?:^|\s)(?:--namespace|-n)(?:\s|$)/.test(args.join(' ')) && !namespaces.has(namespace);
    const verb = args.slice(0, 2).join(' ');
    const unknown =
      name === 'argocd' && /^app (?:sync|diff|wait|get|history|logs|resources|terminate-op)$/.test(verb)
        ? args.slice(2, 3).filter((word) => !applications.has(word))
        : [];
    return [
      ...(isUnknown ? [`${page}: there is no namespace ${namespace}`] : []),
      ...unknown.map((application) => `${page}: there is no Application ${application}`),
    ];
  });

  expect(problems).toEqual([]);
});
