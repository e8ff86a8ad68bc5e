import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { Refusal } from '../../lib';
import type { Programs } from '../ports/programs';
import { noContextIn, servedByAnother } from './messages';

/** What kubeconfig says of the cluster of a context. */
export interface ClusterEntry {
  /** URL of the API server. */
  readonly server: string;
  /** The name that its certificate is judged by, if that is not the one in the URL. */
  readonly 'tls-server-name'?: string;
  readonly 'proxy-url'?: string;
}

interface Kubeconfig {
  readonly contexts?: readonly { readonly name: string; readonly context: { readonly cluster: string } }[] | null;
  readonly clusters?: readonly { readonly name: string; readonly cluster: ClusterEntry }[] | null;
}

/** The cluster of a context, in all files that kubectl reads or in one. @throws {Refusal} a context that is not there, with those that are */
export async function entryOf(programs: Programs, context: string, file?: string): Promise<ClusterEntry> {
  const flags = file === undefined ? [] : ['--kubeconfig', file];
  const { status, stdout, stderr } = await programs.run('kubectl', [...flags, 'config', 'view', '--output', 'json']);
  if (status !== 0) throw new Refusal(`kubectl config view: ${stderr.trim()}`);
  const config = JSON.parse(stdout) as Kubeconfig;
  const named = config.contexts?.find(({ name }) => name === context);
  const entry = config.clusters?.find(({ name }) => name === named?.context.cluster)?.cluster;
  if (entry === undefined) {
    const known = (config.contexts ?? []).map(({ name }) => name).join(', ') || 'none';
    throw new Refusal(
      `${file ?? 'kubeconfig'} has no context ${context} with a cluster; there are ${known}; "npm run cluster -- up" makes a local one`,
    );
  }
  return entry;
}

/** Files of kubeconfig that kubectl reads, by its variable or its default. */
export function kubeconfigFiles(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = (variables.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  return named.length > 0 ? named.map((path) => resolve(path)) : [join(variables.HOME ?? homedir(), '.kube', 'config')];
}

/**
 * The one file that has a context, for programs that read one only.
 * @throws {Refusal} if none has it, and if it leads elsewhere in that file than in all of them together
 */
export async function fileOfContext(programs: Programs, paths: readonly string[], context: string): Promise<string> {
  if (paths.length === 1) return paths[0] as string;
  for (const path of paths) {
    const { status } = await programs.run('kubectl', ['--kubeconfig', path, 'config', 'get-contexts', context, '--output', 'name']);
    if (status !== 0) continue;
    const [alone, together] = [await entryOf(programs, context, path), await entryOf(programs, context)];
    if (!isSame(alone, together)) throw servedByAnother(context, path, withoutUser(alone.server), withoutUser(together.server));
    return path;
  }
  throw noContextIn(context, paths);
}

/** Whether kubeconfig has a context. */
export async function hasContext(programs: Programs, context: string): Promise<boolean> {
  return (await programs.run('kubectl', ['config', 'get-contexts', context, '--output', 'name'])).status === 0;
}

/** Whether a text is the URL of a host; `name:word@host` is one of a scheme that nobody knows. */
export function isUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).host !== '';
}

/** A URL as it may be shown: without name and password. */
export function withoutUser(text: string): string {
  if (!isUrl(text)) return text.replace(/^.*@/s, '');
  const url = new URL(text);
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.href;
}

function isSame(one: ClusterEntry, other: ClusterEntry): boolean {
  return (['server', 'tls-server-name', 'proxy-url'] as const).every((field) => one[field] === other[field]);
}
