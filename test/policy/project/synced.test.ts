import { folderOfFile, folderOfPath, sourcesOf } from '../../../lib/policy/project/synced';

test.each([
  ['dist/dev/apps', 'dist/dev/apps'],
  ['./dist/dev/apps/', 'dist/dev/apps'],
  ['/dist//', 'dist'],
  ['.', ''],
  ['./', ''],
  ['', ''],
  ['.github', '.github'],
])('the path "%s" is of the folder "%s"', (path, folder) => {
  expect(folderOfPath(path)).toBe(folder);
});

test.each([
  ['dist/dev/apps/a.yaml', 'dist/dev/apps'],
  ['a.yaml', ''],
  ['', ''],
])('the file "%s" is in the folder "%s"', (file, folder) => {
  expect(folderOfFile(file)).toBe(folder);
});

test('a list of sources hides the single one, unless it is empty', () => {
  const source = { path: 'a' };

  expect(sourcesOf({ spec: { source, sources: [{ path: 'b' }, 'c'] } })).toEqual([
    { field: 'spec.sources[0]', value: { path: 'b' } },
    { field: 'spec.sources[1]', value: 'c' },
  ]);
  expect(sourcesOf({ spec: { source, sources: [] } })).toEqual([{ field: 'spec.source', value: source }]);
  expect(sourcesOf('nothing')).toEqual([{ field: 'spec.source', value: undefined }]);
});
