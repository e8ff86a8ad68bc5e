import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disk } from '../../cli/ports/file-system';
import { readGeneratedTree } from '../../cli/ports/generated-tree';
import { publish } from '../../cli/ports/publish';
import { markerText } from '../../lib';

const marked = (text: string): string => `# ${markerText('dev')}\n${text}\n`;
const OLD = { 'dev/a/one.yaml': marked('1'), 'dev/b/c/two.yaml': marked('2') };
const NEW = { 'dev/a/one.yaml': marked('one'), 'dev/b/c/two.yaml': marked('2') };

let folder: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  root = join(folder, 'dist');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(tree: Readonly<Record<string, string>>, fs = disk) {
  return publish({ fs, root, files: new Map(Object.entries(tree)), covers: () => true, say: () => {} });
}

function tree(): Record<string, string> {
  return Object.fromEntries(readGeneratedTree(disk, root).files);
}

// Bad input 3. A folder is moved without any right to it, and then cannot be removed, by this command or the next one.
test.each(['', '/dev', '/dev/b', '/dev/b/c'])(
  'a tree whose folder dist%s this user may not change is refused before anything is written',
  (closed) => {
    put(OLD);
    const others = { ...disk, isWritable: (path: string) => path !== `${root}${closed}` };

    expect(() => put(NEW, others)).toThrow(`${root}${closed}: this user may not change it`);

    expect(tree()).toEqual(OLD);
    expect(readdirSync(folder)).toEqual(['dist']);
    expect(put(OLD, others)).toEqual({ added: 0, changed: 0, removed: 0 });
  },
);
