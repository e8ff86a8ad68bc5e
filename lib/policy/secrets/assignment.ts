import type { Found } from './known-credential';
import { isSecretName, isSecretValue } from './secret-name';

/** A word of secrets, the rest of the name, and what stands between a name and its value in YAML, JSON, properties and shells; not psql's `:'variable'`. */
const BETWEEN =
  /(?:pass|pwd|pw|secret|token|key|credential|masterauth)[\w.-]{0,64}\\*["']?[ \t]*(?::=|=(?![=~>])|:(?!:|(?<=[ \t]:)['"]))[ \t]*/gi;

/** `--password VALUE` and `requirepass VALUE`, with a blank between them. */
const FLAG = /(?<![\w-])(?:--?(?=[\w-]{0,64}(?:pass|secret|token|key|credential))[\w-]{1,64}|requirepass|masterauth)[ \t]+/gi;

/** In SQL. */
const CLAUSE = /(?<![\w-])(?:password|identified\s+by)\s+'([^'\n]{1,256})'/gi;

const QUOTED = /\\*"([^"\\\n]{1,512})|\\*'([^'\\\n]{1,512})|`([^`\n]{1,512})`/y;

/** A word without quotes, up to where it ends in any of those languages; what a bracket follows is code. */
const BARE = /[^\s"'`,;&|(){}[\]<>\\]{3,256}(?=[\s,;&|"'`)\\]|$)/y;

/** Passwords in texts: after a name that says so, and in URLs. */
export function* assignedCredentials(text: string): Iterable<Found> {
  for (const match of text.matchAll(BETWEEN)) {
    const start = nameStart(text, match.index);
    const end = match.index + match[0].length;
    const [name = ''] = /^[\w.-]+/.exec(text.slice(start, end)) ?? [];
    if (isSecretName(name) && assigns(text, start, name, end)) yield { index: start, what: `a value of ${name}` };
  }
  for (const match of text.matchAll(FLAG)) {
    const name = match[0].trim();
    const end = match.index + match[0].length;
    const value = quotedAt(text, end) ?? bareAt(text, end);
    if (isSecretName(name) && value !== undefined && isSecretValue(name, value) && !/^-|^[A-Za-z_.]+$/.test(value))
      yield { index: match.index, what: `a value of ${name}` };
  }
  for (const { index, 1: value = '' } of text.matchAll(CLAUSE)) {
    if (isSecretValue('password', value)) yield { index, what: 'a password' };
  }
  for (const { index, 1: password = '' } of text.matchAll(USER_INFO)) {
    if (isSecretValue('password', password)) yield { index, what: 'a password in a URL' };
  }
}

const USER_INFO = /:\/\/[^\s/:@?#"'<>]{0,256}:([^\s/@"'<>]{1,256})@/g;

function nameStart(text: string, index: number): number {
  const [before = ''] = /[\w.-]*$/.exec(text.slice(Math.max(0, index - 64), index)) ?? [];
  return index - before.length;
}

/** Whether what follows is a value that somebody wrote down, and no piece of a program. */
function assigns(text: string, start: number, name: string, end: number): boolean {
  const quoted = quotedAt(text, end);
  if (quoted !== undefined) return isSecretValue(name, quoted) && !(/^[a-z\d.-]+$/.test(quoted) && isSecretName(quoted));
  const bare = bareAt(text, end);
  if (bare === undefined || !isSecretValue(name, bare) || (isWord(bare) && (isSecretName(bare) || /^[A-Z]+_[A-Z_]+$/.test(bare))))
    return false;
  if (/\S=$/.test(text.slice(start, end))) return !(isWord(bare) && bare.includes('.'));
  const isAlone = /^[ \t]*(?:#.*)?$/.test(lineFrom(text, end + bare.length)) && /^[\s#]*(?:- )?\\*["']?$/.test(lineTo(text, start));
  return isAlone && (/:\s*$/.test(text.slice(start, end)) || !isWord(bare));
}

/** Letters alone, or a member of something: in prose and programs the next word, not a password. */
function isWord(value: string): boolean {
  return /^[A-Za-z_][A-Za-z_.]*$/.test(value);
}

function quotedAt(text: string, index: number): string | undefined {
  QUOTED.lastIndex = index;
  const match = QUOTED.exec(text);
  return match ? (match[1] ?? match[2] ?? match[3]) : undefined;
}

function bareAt(text: string, index: number): string | undefined {
  BARE.lastIndex = index;
  return BARE.exec(text)?.[0];
}

function lineFrom(text: string, index: number): string {
  const end = text.indexOf('\n', index);
  return text.slice(index, end < 0 ? undefined : end);
}

function lineTo(text: string, index: number): string {
  return text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
}
