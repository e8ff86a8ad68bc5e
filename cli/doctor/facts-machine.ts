import { type Cluster, portsOf } from '../../lib';
import { isTaken, programProblems } from '../cluster/prerequisites';
import type { StateFolder } from '../cluster/state-folder';
import type { FileSystem } from '../ports/file-system';
import type { Programs } from '../ports/programs';
import type { MachineFacts } from './facts';
import { noAnswerInTime } from './messages';

export interface MachineProps {
  readonly programs: Programs;
  readonly fs: FileSystem;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly state: StateFolder;
  readonly cluster: Cluster;
  /** `kind` or `k3d`. */
  readonly provider: string;
  /** Whether the environment is of this machine: then more is needed, and its ports are looked at. */
  readonly isLocal: boolean;
}

/** How each program says its version. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  docker: ['--version'],
  kind: ['version'],
  k3d: ['version'],
  terraform: ['version'],
  helm: ['version', '--short'],
  kubectl: ['version', '--client'],
  git: ['--version'],
};

/** Milliseconds that the programs have: one whose daemon hangs never answers. */
const PATIENCE = 20_000;

/** What is installed, runs and is free on this machine. */
export async function machineFacts(props: MachineProps, patience = PATIENCE): Promise<MachineFacts> {
  const { fs, variables, state, cluster, provider, isLocal } = props;
  const programs = patient(props.programs, patience);
  const needed = isLocal ? ['docker', provider, 'terraform', 'helm', 'kubectl', 'git'] : ['kubectl', 'git'];
  const there = needed.filter((name) => programs.has(name));
  const versions = await Promise.all(there.map(async (name): Promise<[string, string]> => [name, await versionOf(programs, name)]));
  const problems = await programProblems(programs, needed);
  const ports = isLocal ? portsOf(cluster) : [];
  const taken = await Promise.all(ports.map(isTaken));
  const cache = variables['TF_PLUGIN_CACHE_DIR'];
  return {
    programs: new Map(versions),
    missing: problems.map((line) => ({ name: line.split(' ', 1)[0] as string, line })),
    ports,
    takenPorts: ports.filter((_, index) => taken[index]),
    pluginCache: cache === undefined || cache === '' ? undefined : { folder: cache, isThere: fs.kindOf(cache) === 'directory' },
    isStackWritten: fs.kindOf(state.file('stack')) === 'directory',
    isStackInitialized: fs.kindOf(state.file('terraform')) === 'directory',
  };
}

/** Programs that are ended once they took too long, and then say so. */
function patient({ has, run }: Programs, patience: number): Programs {
  const signal = AbortSignal.timeout(patience);
  return {
    has,
    run: async (name, args, options = {}) => {
      const ran = await run(name, args, { ...options, signal });
      return signal.aborted ? { ...ran, stderr: noAnswerInTime(patience / 1000) } : ran;
    },
  };
}

async function versionOf(programs: Programs, name: string): Promise<string> {
  const { status, stdout } = await programs.run(name, VERSIONS[name] ?? ['--version']);
  return status === 0 ? (/\d+\.\d+[\w.+-]*/.exec(stdout)?.[0] ?? '') : '';
}
