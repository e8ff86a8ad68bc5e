import { join, posix, relative, sep } from 'node:path';
import { GIT_SERVER, valueAt } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import type { Programs } from '../ports/programs';
import { manifestsIn } from './delivered';
import { nobodyForwards, noManifests, servedElsewhere } from './messages';
import type { StateFolder } from './state-folder';
import { succeeding } from './succeeding';
import type { Kubectl } from './target';

/** Always the same, so that the same tree is the same commit. */
const NOBODY = {
  GIT_AUTHOR_NAME: 'desired-state',
  GIT_AUTHOR_EMAIL: 'desired-state@localhost',
  GIT_AUTHOR_DATE: '2000-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'desired-state',
  GIT_COMMITTER_EMAIL: 'desired-state@localhost',
  GIT_COMMITTER_DATE: '2000-01-01T00:00:00Z',
};

export interface WorkingTreeProps {
  readonly root: string;
  readonly fs: FileSystem;
  readonly programs: Programs;
  readonly state: StateFolder;
  /** Folder of what was rendered, absolute. */
  readonly rendered: string;
}

/** What was rendered as it lies there, committed or not, shown to the Argo CD of a cluster. */
export interface WorkingTree {
  /** Where the root Application reads. */
  readonly repository: string;
  /** Whether that is the git server in the cluster. */
  readonly isServed: boolean;
  /** Whether the git server has exactly what lies there. */
  isIn(cluster: Kubectl): Promise<boolean>;
  pushTo(cluster: Kubectl): Promise<void>;
}

/** @throws {Refusal} if the root Application is not there, or reads beside the folder */
export function workingTree(props: WorkingTreeProps): WorkingTree {
  const { root, fs, programs, rendered } = props;
  const folder = relative(root, rendered).split(sep).join(posix.sep);
  const application = manifestsIn(fs, rendered, ['bootstrap']).find(
    ({ kind, metadata }) => kind === 'Application' && metadata.name === 'root',
  );
  if (application === undefined) throw noManifests(join(rendered, 'bootstrap'), 'Application root');
  const repository = String(valueAt(application, 'spec.source.repoURL'));
  const path = String(valueAt(application, 'spec.source.path'));
  const isServed = repository === GIT_SERVER.url;
  if (isServed && !path.startsWith(`${folder}/`)) throw servedElsewhere(folder, path);

  return {
    repository,
    isServed,
    isIn: async (cluster) => {
      const commit = await commitOf(props, folder);
      return forwarded(cluster, async (url) => {
        const { status, stdout } = await git(programs, props, ['ls-remote', url, 'refs/heads/main']);
        return status === 0 && stdout.split('\t', 1)[0] === commit;
      });
    },
    pushTo: async (cluster) => {
      const commit = await commitOf(props, folder);
      await forwarded(cluster, async (url) => {
        const args = ['push', '--quiet', '--force', url, `${commit}:refs/heads/main`];
        await succeeding(programs, 'git', args, { cwd: props.root, environment: environmentOf(props) });
      });
    },
  };
}

/** An index for each process: of two that look at the same time, neither has half of what the other one reads. */
const INDEX = `git-index.${process.pid}`;

/** A repository and an index of their own: those of whoever works here are neither read nor touched. */
function environmentOf({ root, state }: WorkingTreeProps): Record<string, string> {
  return {
    GIT_DIR: state.file('git'),
    GIT_WORK_TREE: root,
    GIT_INDEX_FILE: state.file(INDEX),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    // A proxy has nothing to do with this machine's own loopback.
    no_proxy: '127.0.0.1',
    NO_PROXY: '127.0.0.1',
    ...NOBODY,
  };
}

function git(programs: Programs, props: WorkingTreeProps, args: readonly string[]): ReturnType<Programs['run']> {
  return programs.run('git', args, { cwd: props.root, environment: environmentOf(props) });
}

/** A commit without parents of the folder as it is. The same files give the same commit. */
async function commitOf(props: WorkingTreeProps, folder: string): Promise<string> {
  const output = async (...args: string[]): Promise<string> =>
    (await succeeding(props.programs, 'git', args, { cwd: props.root, environment: environmentOf(props) })).stdout.trim();
  props.state.make();
  props.state.remove(INDEX);
  try {
    await output('init', '--quiet');
    await output('add', '--force', '--all', '--', folder);
    return await output('commit-tree', await output('write-tree'), '-m', `${folder} as it lies in the working tree`);
  } finally {
    props.state.remove(INDEX);
  }
}

/** Does something with the URL under which the git server of a cluster takes pushes from this machine. */
async function forwarded<T>(cluster: Kubectl, work: (url: string) => Promise<T>): Promise<T> {
  const end = new AbortController();
  let hasPort: (port: string) => void = () => {};
  const port = new Promise<string>((resolve) => {
    hasPort = resolve;
  });
  const { namespace, name, writePort } = GIT_SERVER;
  const server = ['--namespace', namespace, `deployment/${name}`, `:${writePort}`];
  const args = ['port-forward', ...server, '--address', '127.0.0.1', '--request-timeout=0'];
  const forwarding = cluster.run(args, {
    signal: end.signal,
    onLine: (line) => {
      const [, found] = /^Forwarding from 127\.0\.0\.1:(\d+) /.exec(line) ?? [];
      if (found !== undefined) hasPort(found);
    },
  });
  try {
    const first = await Promise.race([port, forwarding]);
    if (typeof first !== 'string') throw nobodyForwards(first.stderr);
    return await work(`http://127.0.0.1:${first}${new URL(GIT_SERVER.url).pathname}`);
  } finally {
    end.abort();
    await forwarding.catch(() => {});
  }
}
