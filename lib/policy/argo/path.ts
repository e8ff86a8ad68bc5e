import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { folderOfFile, folderOfPath, sourcesOf } from '../project/synced';
import type { Rule } from '../rule';
import type { World } from '../world';
import { applicationsOf, isChart, isTemplated } from './application-view';

type Found = [key: string, message: string];

export const sourcePath: Rule = {
  id: 'argo/path',
  title: 'A source is one folder of its environment, or one chart',
  severity: 'error',
  rationale:
    'A path that is not there, or of another environment, is found by Argo CD only after the merge; without directory.recurse it is for the reader to know that folders below are left out (hardening B3, check 53).',
  requirements: ['A51', 'B24', 'B51'],
  fix: 'name a folder below the environment in the repository, and set directory.recurse',
  *check(world) {
    const folders = foldersOf(world);
    for (const { object, body, at } of applicationsOf(world)) {
      if (valueAt(body, 'spec.source') !== undefined && listAt(body, 'spec.sources').length > 0) {
        yield { object, field: at('spec.sources'), message: 'stands beside spec.source, which Argo CD then ignores; expected one of them' };
      }
      for (const { field, value } of sourcesOf(body)) {
        for (const [key, message] of problems(value, world, folders)) yield { object, field: at(`${field}${key}`), message };
      }
    }
  },
};

/** Every folder with an object of ours below it. */
function foldersOf({ objects }: World): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { file, unit } of objects) {
    if (unit === undefined) continue;
    for (let folder = folderOfFile(file); folder !== '' && !folders.has(folder); folder = folderOfFile(folder)) folders.add(folder);
  }
  return folders;
}

function* problems(source: unknown, world: World, folders: ReadonlySet<string>): Iterable<Found> {
  const path = textAt(source, 'path');
  if (isChart(source)) {
    if (path !== undefined) yield ['.path', `is "${path}", beside a chart; expected one of them`];
    return;
  }
  if (path === undefined) {
    // A source that others refer to brings nothing itself.
    if (textAt(source, 'ref') === undefined) yield ['', 'has neither a path nor a chart'];
    return;
  }
  if (isTemplated(path)) return;
  const folder = folderOfPath(path);
  if (path.startsWith('/') || path.split('/').includes('..')) yield ['.path', `is "${path}"; expected a path without .. below the root`];
  else if (folder === '' || folder === '.') yield ['.path', `is "${path}", the root of the repository`];
  else yield* misplaced(source, folder, world, folders);
}

/** What our own repository does not hold, or not for this environment. */
function* misplaced(source: unknown, folder: string, { environment, facts }: World, folders: ReadonlySet<string>): Iterable<Found> {
  if (facts === undefined || textAt(source, 'repoURL') !== facts.repository.url) return;
  const own = `${facts.repository.path}/${environment}`;
  if (!folder.startsWith(`${own}/`)) yield ['.path', `is "${folder}"; expected a folder below ${own}`];
  else if (!folders.has(folder)) yield ['.path', `is "${folder}", where no object is`];
  if (typeof valueAt(source, 'directory.recurse') !== 'boolean') yield ['.directory.recurse', 'is neither true nor false'];
}
