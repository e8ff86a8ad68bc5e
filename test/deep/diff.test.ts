import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { diff } from '../../cli/commands/diff';
import type { Consequence } from '../../lib';
import { context, PROJECT } from '../cli/run';
import { Draw, editAnything } from './edit';
import { differences, leaves } from './oracle';

const EDITS = 200;
const draws = fc.sample(fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), { numRuns: EDITS, seed: 25 });

let root: string;
let shipped: ReadonlyMap<string, string>;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deep-'));
  cpSync(join(PROJECT, 'dist'), join(root, 'dist'), { recursive: true });
  const git = (...args: string[]): void => void execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'shipped');
  const files = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort();
  shipped = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Makes the folder hold a tree, writing no more than what is different from another one. */
function put(tree: ReadonlyMap<string, string>, from: ReadonlyMap<string, string>): void {
  for (const path of from.keys()) if (!tree.has(path)) rmSync(join(root, path));
  for (const [path, text] of tree) {
    if (from.get(path) === text) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

interface Report {
  readonly environments: readonly { readonly components: readonly { readonly changes: readonly Consequence[] }[] }[];
}

async function told(): Promise<{ status: number; changes: Consequence[] }> {
  const { context: given, stdout } = context(root);
  const status = await diff({ base: 'HEAD', format: 'json' }, given);
  const { environments } = JSON.parse(stdout()) as Report;
  return { status, changes: environments.flatMap(({ components }) => components.flatMap(({ changes }) => changes)) };
}

/** The answer of the command in the oracle's terms. A field that is told twice stays there twice. Who may connect to whom has none. */
function inOraclesTerms(all: readonly Consequence[]): { files: string[]; objects: Map<string, string[]> } {
  const changes = all.filter(({ risk }) => risk !== 'reachability');
  const files = [...new Set(changes.flatMap(({ file, movedFrom }) => [file, ...(movedFrom === undefined ? [] : [movedFrom])]))].sort();
  const objects = new Map<string, string[]>();
  for (const { environment, object, change, fields } of changes) {
    if (object === '') continue;
    const key = `${environment} ${object}`;
    const own = objects.get(key) ?? [change];
    objects.set(key, [
      ...own,
      ...fields.flatMap(({ field, before, after }) => [...leaves('-', before, field), ...leaves('+', after, field)]),
    ]);
  }
  return { files, objects: new Map([...objects].map(([key, [change, ...fields]]) => [key, [change as string, ...fields.sort()]])) };
}

function sorted(objects: ReadonlyMap<string, readonly string[]>): [string, readonly string[]][] {
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function expectExactly(tree: ReadonlyMap<string, string>, what: string): Promise<number> {
  const expected = differences(shipped, tree);
  const { status, changes } = await told();
  const found = inOraclesTerms(changes);
  expect({ what, files: found.files, objects: sorted(found.objects) }).toEqual({
    what,
    files: expected.files,
    objects: sorted(expected.objects),
  });
  expect(status).toBe(expected.files.length === 0 ? 0 : 1);
  return expected.files.length;
}

test(`each of ${EDITS} random edits of the shipped platform is in the json, with each of its fields once, and nothing else is`, async () => {
  let changedFiles = 0;
  for (const numbers of draws) {
    const tree = new Map(shipped);
    const what = editAnything(tree, new Draw(numbers));
    put(tree, shipped);
    changedFiles += await expectExactly(tree, what);
    put(shipped, tree);
  }

  expect(changedFiles).toBeGreaterThan(EDITS * 0.8);
});

test(`all ${EDITS} of them at once are, too`, async () => {
  const tree = new Map(shipped);
  for (const numbers of draws) editAnything(tree, new Draw(numbers));
  put(tree, shipped);

  expect(await expectExactly(tree, 'all')).toBeGreaterThan(EDITS * 0.6);
});
