import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { loadEnvironment, makeEnvironment } from '../../../cli/environments';
import type { Environment } from '../../../lib';
import type { Cluster, Live } from './cluster';
import { startControlPlane } from './control-plane';
import { inventory, joinCluster, leaveAsFound } from './existing-cluster';
import { Processes } from './processes';
import type { Programs } from './programs';
import { applyDefinitions, type StandIn } from './stand-ins';

export interface BedProps {
  readonly programs: Programs;
  /** The name of an environment. */
  readonly environment: string;
  /** The folder that has `dist/ENVIRONMENT`. */
  readonly project: string;
  /** Where logs of the bed and its files go. */
  readonly folder: string;
  /** Lets others work for some seconds in which this bed only waits. */
  readonly rest: (seconds: number) => Promise<void>;
  /** Called once the environment has come up. */
  readonly isUp: () => void;
  /** A kubeconfig whose cluster is used in place of a fresh control plane. */
  readonly existing: string | undefined;
  /** Notes what the harness does in place of what is not here. */
  readonly supplies: (...what: readonly StandIn[]) => void;
  /** Decides what is left to chance. */
  readonly seed: number;
  /** How long an environment is watched while nobody changes it. */
  readonly idleSeconds: number;
}

/** A fresh control plane for one environment. */
export class Testbed {
  constructor(
    readonly props: BedProps,
    readonly environment: Environment,
    readonly processes: Processes,
    readonly cluster: Cluster,
    /** What ends with the bed, beside its processes. */
    readonly closing: (() => unknown)[] = [],
  ) {}

  /** etcd and the API server with the definitions of all custom resources. */
  static async start(props: BedProps): Promise<Testbed> {
    const { environment, processes } = await prepared(props);
    try {
      if (props.existing !== undefined) return await Testbed.join(props, props.existing, environment, processes);
      const cluster = await startControlPlane(props.programs, processes, factsOf(environment));
      props.supplies('definitions');
      const bed = new Testbed(props, environment, processes, cluster);
      await applyDefinitions(props.programs, cluster, bed.kinds());
      return bed;
    } catch (error) {
      await processes.end();
      throw error;
    }
  }

  private static async join(props: BedProps, existing: string, environment: Environment, processes: Processes): Promise<Testbed> {
    const cluster = await joinCluster(props.programs, processes, existing);
    const bed = new Testbed(props, environment, processes, cluster);
    props.supplies('definitions');
    const found = await inventory(cluster, bed.namespaces());
    bed.onEnd(() => leaveAsFound(cluster, found));
    try {
      await applyDefinitions(props.programs, cluster, bed.kinds());
      return bed;
    } catch (error) {
      await bed.end();
      throw error;
    }
  }

  get name(): string {
    return this.environment.name;
  }

  get programs(): Programs {
    return this.props.programs;
  }

  /** Texts of the files of a folder of this environment's dist, by file name. */
  files(folder: string): Map<string, string> {
    const path = join(this.props.project, 'dist', this.name, folder);
    const names = existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')) : [];
    return new Map(names.sort().map((name) => [name, readFileSync(join(path, name), 'utf8')]));
  }

  /** Texts of every object of dist, by file: what only kustomize reads is none. */
  objectFiles(): Map<string, string> {
    const files = this.files('');
    files.delete('kustomization.yaml');
    if (files.size === 0) throw new Error(`dist/${this.name} has no object`);
    return files;
  }

  /** Kinds that dist has or its projects permit. */
  private kinds(): Set<string> {
    const objects = [...this.objectFiles().values()].map((text) => load(text) as Live);
    const permitted = objects.flatMap(({ kind, spec }) => (kind === 'AppProject' ? (spec.namespaceResourceWhitelist ?? []) : []));
    return new Set([...objects, ...(permitted as Live[])].map(({ kind }) => kind));
  }

  /** Namespaces that dist brings. */
  namespaces(): string[] {
    const files = [...this.files('bootstrap').keys(), ...this.files('namespaces').keys()];
    return files.flatMap((file) => file.match(/(?:^|\/)namespace_(.*)\.yaml$/)?.[1] ?? []);
  }

  /** Files of the bed's own, for what a proof writes. */
  scratch(name: string): string {
    const folder = join(this.processes.folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  onEnd(close: () => unknown): void {
    this.closing.push(close);
  }

  async end(): Promise<void> {
    try {
      for (const close of this.closing) await close();
    } finally {
      await this.processes.end();
    }
  }
}

async function prepared({ environment: name, folder }: BedProps): Promise<{ environment: Environment; processes: Processes }> {
  const environment = makeEnvironment(name, await loadEnvironment(name));
  return { environment, processes: new Processes(folder) };
}

function factsOf({ cluster }: Environment): { kubernetes: string; services: string } {
  return { kubernetes: cluster.kubernetes, services: String(cluster.ranges.services[0]) };
}
