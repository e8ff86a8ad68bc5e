import { join } from 'node:path';
import { type Release, release } from '../../lib';
import { notAReleaseCall } from '../messages';
import type { FileSystem } from '../ports/file-system';
import type { Source } from '../scaffold/source';
import type { Span } from '../scaffold/structure';
import { tryReleaseCall } from './release-call';
import type { ReleaseLine } from './release-line';

/** The file with the release lines of an environment: its class, or `releases.ts` beside it once they moved there. */
export function releaseFile(fs: FileSystem, root: string, environment: string): Source {
  const beside = `envs/${environment}/releases.ts`;
  const path = fs.kindOf(join(root, beside)) === 'file' ? beside : `envs/${environment}/index.ts`;
  return { path, text: fs.read(join(root, path)) };
}

/** What a line says. @throws a line that is not written out */
export function releaseOf({ path }: Source, { component, value }: ReleaseLine): Release {
  const call = tryReleaseCall(value, { start: 0, end: value.length });
  if (call === undefined) throw notAReleaseCall(path, component, value);
  const textOf = ({ start, end }: Span): string => value.slice(start + 1, end - 1);
  const hotfix = call.hotfix && textOf(call.hotfix);
  return release(textOf(call.version), textOf(call.digest), { ...(hotfix !== undefined && { hotfix }) });
}
