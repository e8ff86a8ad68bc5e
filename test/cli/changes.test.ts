import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../cli/ports/changes';
import { disk } from '../../cli/ports/file-system';
import { faultyDisk } from './faulty-disk';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changes-'));
  mkdirSync(join(folder, 'envs'));
  writeFileSync(join(folder, 'envs/index.ts'), 'old');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CHANGES = [
  { path: 'envs/qa/deep/index.ts', after: 'new' },
  { path: 'envs/index.ts', before: 'old', after: 'changed' },
];

function tree(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [file.slice(folder.length + 1), disk.kindOf(file) === 'file' ? readFileSync(file, 'utf8') : '']),
  );
}

const BEFORE = { envs: '', 'envs/index.ts': 'old' };
const AFTER = { envs: '', 'envs/index.ts': 'changed', 'envs/qa': '', 'envs/qa/deep': '', 'envs/qa/deep/index.ts': 'new' };

test('all changes are made, and can be taken back with the folders that they brought', () => {
  const undo = apply(disk, folder, CHANGES);
  expect(tree()).toEqual(AFTER);

  undo();
  expect(tree()).toEqual(BEFORE);
});

test('a call of the disk that fails leaves all as it was', () => {
  let failed = 0;
  for (let at = 1; at < 20; at++) {
    const faulty = faultyDisk(at, 'failing');
    let error: unknown;
    try {
      apply(faulty, folder, CHANGES)();
    } catch (caught) {
      error = caught;
    }
    if (faulty.calls() < at) break;
    if (error === undefined) continue;
    failed++;
    if (at <= 6) expect(tree()).toEqual(BEFORE);
    rmSync(join(folder, 'envs/qa'), { recursive: true, force: true });
    for (const name of readdirSync(join(folder, 'envs'))) rmSync(join(folder, 'envs', name));
    writeFileSync(join(folder, 'envs/index.ts'), 'old');
  }
  expect(failed).toBeGreaterThanOrEqual(6);
});

test.each([
  ['changed since it was read', { path: 'envs/index.ts', before: 'older', after: 'x' }],
  ['is there though it should be new', { path: 'envs/index.ts', after: 'x' }],
  ['is gone', { path: 'envs/gone.ts', before: 'x', after: 'y' }],
])('a file that %s is refused before anything is written', (_, change) => {
  expect(() => apply(disk, folder, [CHANGES[0] as (typeof CHANGES)[0], change])).toThrow(`${change.path}: changed while this ran`);
  expect(tree()).toEqual(BEFORE);
});
