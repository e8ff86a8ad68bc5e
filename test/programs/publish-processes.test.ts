import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk } from '../../cli/ports/file-system';
import { readGeneratedTree } from '../../cli/ports/generated-tree';
import { finishInterruptedSwap } from '../../cli/ports/publish';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  root = join(folder, 'dist');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a killed process', () => {
  test('leaves a tree that the next command makes whole, whenever it dies', async () => {
    const program = join(__dirname, '../fixtures/publish-forever.js');
    for (const delay of [0, 4, 10, 25, 50]) {
      const child = spawn(process.execPath, [program, root], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      finishInterruptedSwap(disk, root, () => {});

      const { files, foreign } = readGeneratedTree(disk, root);
      expect(foreign.size).toBe(0);
      expect(files.size).toBe(60);
      expect(new Set([...files.values()]).size).toBe(1);
    }
  });
});

test('many processes end in one whole tree', async () => {
  const program = join(__dirname, '../fixtures/publish-forever.js');
  const children = Array.from({ length: 4 }, () => spawn(process.execPath, [program, root, '12'], { stdio: 'ignore' }));

  await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));

  const { files } = readGeneratedTree(disk, root);
  expect(files.size).toBe(60);
  expect(new Set([...files.values()]).size).toBe(1);
});
