import type { Finding } from '../../lib';
import type { CommandContext } from '../command';
import type { Programs } from '../ports/programs';
import { chosenRules } from '../validation/chosen-rules';
import { judgeDist } from '../validation/judge-dist';
import { REPOSITORY_SCAN } from '../validation/repository-scan';
import { placeOf } from './checks/delivery/clone';
import type { RepositoryFacts, Unread } from './facts';

export interface CloneProps {
  readonly programs: Programs;
  readonly environment: string;
  /** Where Argo CD reads from. */
  readonly repository: { readonly url: string; readonly revision: string };
  /** Folder of manifests below the project. */
  readonly folder: string;
  /** Commits that Argo CD saw. */
  readonly seen: readonly string[];
  /** Whether the gates are asked, which takes seconds. */
  readonly judges: boolean;
}

/** What the working tree, its clone and the gates say. */
export async function cloneFacts(props: CloneProps, context: CommandContext): Promise<RepositoryFacts> {
  const gates = props.judges ? await gatesOf(props.environment, context) : { problem: 'not asked for the way to a Service' };
  const { root } = context;
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    if (!props.programs.has('git')) return undefined;
    const { status, stdout } = await props.programs.run('git', ['-C', root, ...args], {
      environment: { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
    });
    return status === 0 ? stdout : undefined;
  };
  const remotes = remotesIn(await git('remote', '--verbose'));
  const ref = refFor(remotes, props.repository);
  const commit = ref && (await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`))?.trim();
  if (commit === undefined) {
    const problem = ref === undefined ? 'no remote is the repository' : `${ref} is not here`;
    return { remotes, gates, ahead: { problem }, behind: new Map() };
  }
  const differing = async (...words: readonly string[]): Promise<string[] | undefined> =>
    linesOf(await git('diff', '--name-only', '--relative', ...words, '--', props.folder));
  const untracked = linesOf(await git('ls-files', '--others', '--exclude-standard', '--', props.folder)) ?? [];
  const changed = await differing(commit);
  const behind = new Map<string, number | undefined>();
  for (const revision of props.seen) behind.set(revision, (await differing(revision, commit))?.length);
  return { remotes, gates, ahead: changed === undefined ? { problem: 'git diff failed' } : [...changed, ...untracked], behind };
}

function linesOf(text: string | undefined): string[] | undefined {
  return text?.split('\n').filter((line) => line !== '');
}

function remotesIn(text: string | undefined): Map<string, string> | undefined {
  const entries = linesOf(text)?.flatMap((line): [string, string][] => {
    const [, name, address] = /^(\S+)\t(\S+) \(fetch\)/.exec(line) ?? [];
    return name === undefined || address === undefined ? [] : [[name, address]];
  });
  return entries === undefined ? undefined : new Map(entries);
}

/** The branch that Argo CD follows, as the clone knows it. */
function refFor(remotes: ReadonlyMap<string, string> | undefined, { url, revision }: CloneProps['repository']): string | undefined {
  const remote = [...(remotes ?? [])].find(([, address]) => placeOf(address) === placeOf(url));
  return remote === undefined ? undefined : `refs/remotes/${remote[0]}/${revision}`;
}

/** The same as `validate --env` but for the scan of all other files, which is about no environment. */
async function gatesOf(environment: string, context: CommandContext): Promise<readonly Finding[] | Unread> {
  const { gates, only } = chosenRules(undefined);
  try {
    const judgements = await judgeDist({ env: [environment] }, { gates, only, isAsked: (id) => id !== REPOSITORY_SCAN }, context);
    // What lies beside the environments in dist is none of its own.
    return judgements.flatMap(({ findings }) => findings).filter((finding) => finding.environment === environment);
  } catch (error) {
    if (!(error instanceof Error && (error.name === 'Refusal' || 'code' in error))) throw error;
    return { problem: error.message };
  }
}
