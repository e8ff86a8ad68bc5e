import { join } from 'node:path';
import { nearest } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import { malformedLine, settingSaidTwice, unknownSetting, unreadableSettings } from './messages';

/** One line of a file of settings. */
interface FiledSetting {
  readonly value: string;
  /** File and line, e.g. `envs/dev/settings.env:3`. */
  readonly place: string;
}

/** Where the settings of an environment are, by its path in the project. */
function settingsFile(environment: string): string {
  return `envs/${environment}/settings.env`;
}

/**
 * What the environment's file says, by name; nothing if it has none.
 * @throws {Refusal} a line that is no `NAME=VALUE`, a name that is no setting, and one that is there twice
 */
export function readSettingsFile(
  { fs, root, environment }: { readonly fs: FileSystem; readonly root: string; readonly environment: string },
  known: readonly string[],
): ReadonlyMap<string, FiledSetting> {
  const file = settingsFile(environment);
  const kind = fs.kindOf(join(root, file));
  if (kind === undefined) return new Map();
  if (kind !== 'file') throw unreadableSettings(file, kind);
  return parseSettings(fs.read(join(root, file)), file, known);
}

/** Lines `NAME=VALUE`: a value as it is, or between quotes; `#` begins a comment at the start of a line and after a blank. */
export function parseSettings(text: string, file: string, known: readonly string[]): ReadonlyMap<string, FiledSetting> {
  const settings = new Map<string, FiledSetting>();
  for (const [index, line] of text.split('\n').entries()) {
    const place = `${file}:${index + 1}`;
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const [, name, rest] = /^([^\s=]+)\s*=(.*)$/.exec(content) ?? [];
    if (name === undefined || rest === undefined) throw malformedLine(place, `${JSON.stringify(content)} is no setting`);
    if (!known.includes(name)) throw unknownSetting(place, name, nearest(name, known), known);
    const before = settings.get(name);
    if (before !== undefined) throw settingSaidTwice(place, name, before.place);
    settings.set(name, { value: unquoted(rest.trim(), place), place });
  }
  return settings;
}

function unquoted(text: string, place: string): string {
  const quoted = /^(["'])(.*?)\1(?:\s+#.*)?$/.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (/^["']/.test(text)) throw malformedLine(place, 'its value begins with a quote and does not end with it');
  return text.replace(/(?:^|\s+)#.*$/, '');
}
