import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { notASite } from './messages';

/** Says that docs made the folder, and so may replace it. */
const MARKER = '.made-by-docs';

/** Puts the site in the place of the one before: written beside and renamed, so that whoever reads has one of them whole. @throws a folder that is no site */
export function publishSite(files: ReadonlyMap<string, string>, folder: string): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isDirectory()) throw notASite(folder, stat.isSymbolicLink() ? 'a link' : 'a file');
  if (stat !== undefined && !existsSync(join(folder, MARKER)) && readdirSync(folder).length > 0) throw notASite(folder, 'a folder');
  const beside = `${folder}.${process.pid}`;
  const old = `${beside}.old`;
  rmSync(beside, { recursive: true, force: true });
  try {
    for (const [path, text] of [...files, [MARKER, ''] as const]) {
      mkdirSync(dirname(join(beside, path)), { recursive: true });
      writeFileSync(join(beside, path), text);
    }
    if (stat !== undefined) renameSync(folder, old);
    renameSync(beside, folder);
  } catch (error) {
    if (existsSync(old) && !existsSync(folder)) renameSync(old, folder);
    throw error;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}
