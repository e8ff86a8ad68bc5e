import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { get as getSecurely } from 'node:https';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { k8s } from 'cdk8s-plus-28';
import type { Plain } from '../../lib';
import { IS_ROOT, searchPath } from './program';
import type { Rendered } from './rendered';

export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;
export type Values = Readonly<Record<string, string>>;

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PodProps {
  readonly rendered: Rendered;
  /** Name of a StatefulSet, a Deployment or a CronJob. */
  readonly name: string;
  /** Secrets that it refers to. */
  readonly secrets: Secrets;
  /** Ports of servers that it calls: here by there. */
  readonly ports?: ReadonlyMap<number, number>;
  /** Variables that differ from the rendered ones, or are added. */
  readonly variables?: Values;
  /** User and group in place of the rendered ones, where the tests run as root. */
  readonly user?: number;
}

interface Owner {
  readonly spec: { readonly template: Plain<k8s.PodTemplateSpec> } & { readonly jobTemplate: Owner };
}

/** A secret that nobody guesses. */
export function password(): string {
  return randomBytes(12).toString('hex');
}

/** An address of this machine that is not 127.0.0.1, as callers have it that are not in the pod. */
export const OTHER_ADDRESS = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ address, family, internal }) => (family === 'IPv4' && !internal) || address === '::1')
  .sort((a, b) => Number(a.internal) - Number(b.internal))[0]?.address;

/** Removes what a pod had mounted, folders included that nobody may write to. */
function remove(root: string): void {
  if (!IS_ROOT) execFileSync('chmod', ['-R', 'u+w', root]);
  rmSync(root, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, () => resolve((server.address() as { port: number }).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Runs the containers of a rendered pod on this machine, with what a kubelet would mount. What differs from a cluster:
 *
 * - Paths of mounts lie below a temporary directory, in files, arguments and variables.
 * - Ports of containers are free ones, likewise.
 * - Names of Services below `cluster.local` are `localhost` in URLs; libpq is given `PGHOSTADDR` and keeps the name.
 * - An image is the program of that name on this machine; its own variables are `PATH`, `HOME` and `LANG`.
 * - Root runs containers as the rendered user and group, with files of root that the group may read; others as
 *   themselves, with files that are their own.
 * - The root file system can be written to, and nothing limits memory or processors.
 */
export class Pod {
  readonly ports: ReadonlyMap<number, number>;
  private readonly spec: Plain<k8s.PodSpec>;
  private readonly paths: readonly string[];
  private readonly user: { readonly uid: number; readonly gid: number } | undefined;
  private readonly servers: ChildProcess[] = [];
  private log = '';

  private constructor(
    readonly root: string,
    private readonly props: PodProps,
    spec: Plain<k8s.PodSpec>,
    ports: ReadonlyMap<number, number>,
  ) {
    this.spec = spec;
    this.ports = ports;
    const { runAsUser, fsGroup } = this.spec.securityContext as { runAsUser: number; fsGroup: number };
    this.user = IS_ROOT ? { uid: props.user ?? runAsUser, gid: props.user ?? fsGroup } : undefined;
    const mounts = this.all().flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ mountPath }) => mountPath));
    this.paths = [...new Set(mounts)].sort((a, b) => b.length - a.length);
    chmodSync(root, 0o755);
    this.mount();
  }

  static async of(props: PodProps): Promise<Pod> {
    const { rendered, name } = props;
    const owner =
      rendered.tryFind<Owner>('StatefulSet', name) ??
      rendered.tryFind<Owner>('Deployment', name) ??
      rendered.find<Owner>('CronJob', name).spec.jobTemplate;
    const spec = owner.spec.template.spec as Plain<k8s.PodSpec>;
    const numbers = spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
    const ports = await Promise.all(numbers.map(async (number) => [number, await freePort()] as const));
    const root = mkdtempSync(join(tmpdir(), 'pod-'));
    try {
      return new Pod(root, props, spec, new Map([...(props.ports ?? []), ...ports]));
    } catch (error) {
      remove(root);
      throw error;
    }
  }

  /** Where a path of the containers is here. */
  path(inside: string): string {
    return join(this.root, inside);
  }

  /** A port of the containers as it is here. */
  port(inside: number): number {
    return this.ports.get(inside) as number;
  }

  /** A value of a Secret that it refers to. */
  secret(name: string, key: string): string {
    const value = this.props.secrets[name]?.[key];
    if (value === undefined) throw new Error(`the test gives no key ${key} of the Secret ${name}`);
    return value;
  }

  /** Starts a container, and waits until its probe says that it is ready. */
  async start(name: string, variables: Values = {}, command?: readonly string[]): Promise<void> {
    const container = this.container(name);
    const [program, ...args] = (command ?? [...(container.command ?? []), ...(container.args ?? [])]).map((text) => this.translate(text));
    const child = this.spawn(program as string, args, { ...this.variablesOf(container), ...variables });
    this.servers.push(child);
    child.stdout?.on('data', (chunk) => {
      this.log += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      this.log += chunk;
    });
    let failed: Error | undefined;
    child.once('error', (error) => {
      failed = error;
    });
    const giveUp = Date.now() + 15_000;
    while (container.readinessProbe !== undefined && !(await this.isReady(container, variables))) {
      if (failed !== undefined || child.exitCode !== null || Date.now() > giveUp) {
        throw new Error(`${name} is not ready: ${failed ?? ''}\n${this.log}`);
      }
      await sleep(20);
    }
  }

  /** What its servers wrote. */
  get output(): string {
    return this.log;
  }

  /** Runs a command in a container, as `kubectl exec` does. */
  exec(name: string, command: readonly string[], variables: Values = {}, input = ''): Promise<Outcome> {
    const [program, ...args] = command.map((text) => this.translate(text));
    const child = this.spawn(program as string, args, { ...this.variablesOf(this.container(name)), ...variables });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  /** Runs its containers one after the other to the first that fails, as a Job does. */
  async run(variables: Values = {}): Promise<Outcome> {
    let last: Outcome = { status: null, stdout: '', stderr: '' };
    for (const { name, command = [], args = [] } of this.all()) {
      last = await this.exec(name, [...command, ...args], variables);
      if (last.status !== 0) return last;
    }
    return last;
  }

  /** Runs the containers that come before a server. */
  async prepare(): Promise<void> {
    for (const { name, command = [] } of this.spec.initContainers ?? []) {
      const { status, stderr } = await this.exec(name, command);
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
    }
  }

  /** Ends its servers and removes its files. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const running = this.servers.filter(({ exitCode, signalCode, pid }) => pid !== undefined && exitCode === null && signalCode === null);
    await Promise.all(
      running.map(async (child) => {
        const late = setTimeout(() => child.kill('SIGKILL'), 5000);
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill(signal);
        await ended;
        clearTimeout(late);
      }),
    );
    remove(this.root);
  }

  /** Writes a Secret as a kubelet mounts it: names that link to files that root owns and the group may read. */
  mountSecret(inside: string, files: Values, mode = 0o440): void {
    this.writeVolume(this.path(inside), files, mode);
  }

  private all(): readonly Plain<k8s.Container>[] {
    return [...(this.spec.initContainers ?? []), ...this.spec.containers];
  }

  private container(name: string): Plain<k8s.Container> {
    const found = this.all().find((container) => container.name === name);
    if (found === undefined) throw new Error(`${this.props.name} has no container ${name}`);
    return found;
  }

  private translate(text: string): string {
    const paths = new RegExp(
      `(?<![\\w/.-])(?!${this.root}/)(?:${this.paths.map((path) => path.replaceAll('.', '\\.')).join('|')})(?![\\w.-])`,
      'g',
    );
    const ports = new RegExp(`(?<!\\d)(?:${[...this.ports.keys(), 'no port'].join('|')})(?!\\d)`, 'g');
    return text
      .replace(ports, (port) => String(this.ports.get(Number(port))))
      .replace(/(?<=https?:\/\/)[\w.-]+\.cluster\.local/g, 'localhost')
      .replace(paths, (path) => this.path(path));
  }

  private variablesOf({ env = [] }: Plain<k8s.Container>): Values {
    const own = env.map(({ name, value, valueFrom }): [string, string] => {
      if (value !== undefined) return [name, this.translate(value)];
      const reference = valueFrom?.secretKeyRef as { name: string; key: string };
      return [name, this.secret(reference.name, reference.key)];
    });
    const image = { PATH: searchPath(), HOME: this.path('/tmp'), LANG: 'C.UTF-8' };
    return { ...image, ...Object.fromEntries(own), ...this.props.variables };
  }

  private spawn(program: string, args: readonly string[], variables: Values): ChildProcess {
    return spawn(program, args, { env: variables, cwd: this.root, stdio: 'pipe', ...this.user });
  }

  private async isReady(container: Plain<k8s.Container>, variables: Values): Promise<boolean> {
    const { exec, httpGet } = container.readinessProbe as Plain<k8s.Probe>;
    if (exec !== undefined) return (await this.exec(container.name, exec.command ?? [], variables)).status === 0;
    const number = container.ports?.find(({ name }) => name === (httpGet?.port as unknown as string))?.containerPort as number;
    return (await answer(`${(httpGet?.scheme ?? 'HTTP').toLowerCase()}://127.0.0.1:${this.port(number)}${httpGet?.path}`)) === 200;
  }

  private mount(): void {
    const mounts = this.all().flatMap(({ volumeMounts = [] }) => volumeMounts);
    for (const { name, mountPath, subPath } of mounts) {
      const path = this.path(mountPath);
      if (existsSync(path)) continue;
      const files = this.filesOf(name);
      if (subPath !== undefined) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, files?.text[subPath] as string);
      } else if (files !== undefined) this.writeVolume(path, files.text, files.mode);
      else this.makeFolder(path);
    }
  }

  private filesOf(volume: string): { text: Values; mode: number } | undefined {
    const found = this.spec.volumes?.find(({ name }) => name === volume);
    if (found?.configMap !== undefined) {
      const { data } = this.props.rendered.find<{ data: Values }>('ConfigMap', found.configMap.name as string);
      const text = Object.entries(data).map(([file, content]) => [file, this.translate(content)]);
      return { text: Object.fromEntries(text), mode: 0o644 };
    }
    if (found?.secret === undefined) return undefined;
    const { secretName, defaultMode } = found.secret as { secretName: string; defaultMode: number };
    const text = this.props.secrets[secretName];
    if (text === undefined) throw new Error(`the test gives no Secret ${secretName}`);
    return { text, mode: defaultMode };
  }

  private writeVolume(folder: string, files: Values, mode: number): void {
    mkdirSync(join(folder, '..data'), { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      const path = join(folder, '..data', file);
      writeFileSync(path, content);
      // Whoever is not root cannot have files of root, and owners may not share their keys with a group.
      chmodSync(path, IS_ROOT || mode !== 0o440 ? mode : 0o400);
      if (this.user !== undefined) chownSync(path, 0, this.user.gid);
      symlinkSync(join('..data', file), join(folder, file));
    }
    if (!IS_ROOT) chmodSync(folder, 0o555);
  }

  private makeFolder(path: string): void {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o770);
    if (this.user !== undefined) chownSync(path, this.user.uid, this.user.gid);
  }
}

/** The status with which a URL answers, whoever signed its certificate; undefined if nobody is there. */
export function answer(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const [request, options] = url.startsWith('https') ? [getSecurely, { rejectUnauthorized: false }] : [get, {}];
    request(url, { ...options, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', () => resolve(undefined));
  });
}
