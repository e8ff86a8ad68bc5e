import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, PROJECT, type RunOptions, run } from '../cli/run';

const STACKS = ['local', 'hybrid'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stacks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program in a Node that writes down each module it loads, some in place of others. */
function runWatched(args: readonly string[], instead: Readonly<Record<string, string>> = {}): Outcome & { readonly loaded: string[] } {
  const [hook, list] = [join(folder, 'hook.js'), join(folder, 'loaded')];
  writeFileSync(
    hook,
    `const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const instead = ${JSON.stringify(instead)};
const [load, resolve] = [Module._load, Module._resolveFilename];
const loaded = [];
Module._load = function (request, ...rest) {
  loaded.push(request);
  return load.call(this, request, ...rest);
};
Module._resolveFilename = function (request, ...rest) {
  const [name] = request.split('/');
  const other = instead[name];
  return resolve.call(this, other === undefined ? request : request.replace(name, other), ...rest);
};
process.on('exit', () => appendFileSync(${JSON.stringify(list)}, loaded.join('\\n')));`,
  );
  const outcome = run(args, { env: { NODE_OPTIONS: `--require ${hook}` } });
  return { ...outcome, loaded: readFileSync(list, 'utf8').split('\n') };
}

function synthesized(out: string): Record<string, string> {
  const paths = ['manifest.json', ...STACKS.map((name) => `stacks/${name}/cdk.tf.json`)];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(out, path), 'utf8')]));
}

function synthStacks(out: string, options: RunOptions = {}): Record<string, string> {
  expect(run(['synth-stacks', '--out', out], options)).toMatchObject({ status: 0, stderr: '' });
  return synthesized(out);
}

const isOfCdktf = (request: string): boolean => /^(?:@cdktf\/|cdkt[fn](?:\/|$))/.test(request);

test('synth loads nothing of cdktf, and synth-stacks nothing but deep paths of the provider', () => {
  const synth = runWatched(['synth', '--check', '--env', 'local']);
  expect(synth.status).not.toBe(2);
  expect(synth.loaded).toContain('node:fs');
  expect(synth.loaded.filter(isOfCdktf)).toEqual([]);

  const stacks = runWatched(['synth-stacks', '--out', join(folder, 'out')]);
  expect(stacks).toMatchObject({ status: 0, stderr: '' });
  expect(stacks.loaded.filter(isOfCdktf)).toEqual(
    expect.arrayContaining(['cdktf', '@cdktf/provider-kubernetes/lib/labels', '@cdktf/provider-kubernetes/lib/secret-v1']),
  );
  expect(stacks.loaded).not.toContain('@cdktf/provider-kubernetes');
});

test('each stack is written with the facts of the first environment that it seeds, and a second time the same', () => {
  const out = join(folder, 'out');
  const { status, stdout } = run(['synth-stacks', '--out', out], { cwd: folder });

  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `out/stacks/local/cdk.tf.json: local, with the facts of local
out/stacks/hybrid/cdk.tf.json: hybrid, with the facts of stage
`,
  });
  const first = synthesized(out);
  expect(synthStacks(out)).toEqual(first);
  expect(synthStacks(join(folder, 'other'), { env: { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' } })).toEqual(first);
});

test("cdktf's command line finds the stacks where it looks for them", () => {
  const out = join(folder, 'chosen');

  expect(run(['synth-stacks'], { env: { CDKTF_OUTDIR: out } }).status).toBe(0);

  expect(JSON.parse(readFileSync(join(PROJECT, 'cdktf.json'), 'utf8'))).toMatchObject({
    app: 'node cli/launcher.js synth-stacks',
    output: 'cdktf.out',
  });
  expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toEqual(manifestOfCdktf());
});

/** What cdktf itself writes for two stacks of these names. */
function manifestOfCdktf(): unknown {
  // biome-ignore lint/style/noRestrictedImports: it is the judge here
  const { App, TerraformStack } = require('cdktf') as typeof import('cdktf');
  const outdir = join(folder, 'judge');
  const app = new App({ outdir });
  for (const name of STACKS) new TerraformStack(app, name);
  app.synth();
  return JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
}

test('one stack is written if one is asked for, and none that there is none of', () => {
  const out = join(folder, 'out');

  expect(run(['synth-stacks', '--out', out, '--stack', 'hybrid']).status).toBe(0);
  expect(Object.keys(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).stacks)).toEqual(['hybrid']);
  expect(run(['synth-stacks', '--out', out, '--stack', 'hybrd'])).toMatchObject({
    status: 2,
    stderr: 'error: --stack hybrd: did you mean "hybrid"?\n',
  });
});

test('cdktn in place of cdktf gives the same stacks', () => {
  const expected = synthStacks(join(folder, 'cdktf'));

  const { status, stderr, loaded } = runWatched(['synth-stacks', '--out', join(folder, 'cdktn')], { cdktf: 'cdktn' });

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(loaded).toContain('cdktf');
  const { 'manifest.json': manifest, ...stacks } = synthesized(join(folder, 'cdktn'));
  expect(JSON.parse(manifest as string).version).toBe('0.24.0');
  expect({ ...stacks, 'manifest.json': expected['manifest.json'] }).toEqual(expected);
});
