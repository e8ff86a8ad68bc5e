import { join } from 'node:path';
import { type ClusterRanges, changePicture, type EnvironmentFile, Membrane, ownersIn, type Picture, reachDifference } from '../../../lib';
import type { FileSystem } from '../../ports/file-system';
import { assetsIn } from './assets';
import { page } from './page';
import { type EnvironmentChange, reviewOf } from './review';

const CODEOWNERS = '.github/CODEOWNERS';

/** The page of a change, with what it needs of the project: who owns which file, and what pages are dressed and moved by. */
export async function htmlOf(base: string, changes: readonly EnvironmentChange[], root: string, fs: FileSystem): Promise<string> {
  const path = join(root, CODEOWNERS);
  const owners = ownersIn(fs.kindOf(path) === 'file' ? fs.read(path) : '');
  return page(reviewOf(base, changes, owners), assetsIn(root));
}

/** Both sides of an environment, and the addresses of its cluster. */
export interface EnvironmentSides {
  readonly before: readonly EnvironmentFile[];
  readonly after: readonly EnvironmentFile[];
  readonly ranges?: ClusterRanges;
}

/** Who may connect otherwise; nothing where it cannot be told. */
export function pictureOf(environment: string, sides: EnvironmentSides): Picture | undefined {
  const difference = reachDifference(environment, sides);
  if (difference === undefined) return undefined;
  const { before, after, changes } = difference;
  const membranes = { before: new Membrane(before.reachability, before.objects), after: new Membrane(after.reachability, after.objects) };
  return changePicture(environment, changes, membranes);
}
