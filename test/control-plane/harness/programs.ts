import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../../../lib';

const execute = promisify(execFile);
const FOLDER = join(__dirname, '..');
const KUBERNETES = 'k8s.io/kubernetes';

interface Recipe {
  readonly name: string;
  readonly package: string;
  /** The module that gives the version, as go.mod spells it. */
  readonly module: string;
  /** Whether envtest's folder of programs has it. */
  readonly envtest?: true;
}

const RECIPES: readonly Recipe[] = [
  { name: 'etcd', package: 'go.etcd.io/etcd/server/v3', module: 'go.etcd.io/etcd/server/v3', envtest: true },
  { name: 'kube-apiserver', package: `${KUBERNETES}/cmd/kube-apiserver`, module: KUBERNETES, envtest: true },
  { name: 'kube-controller-manager', package: `${KUBERNETES}/cmd/kube-controller-manager`, module: KUBERNETES },
  { name: 'kube-scheduler', package: `${KUBERNETES}/cmd/kube-scheduler`, module: KUBERNETES },
  { name: 'kubectl', package: `${KUBERNETES}/cmd/kubectl`, module: KUBERNETES, envtest: true },
  { name: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok', module: 'sigs.k8s.io/kwok' },
  { name: 'argocd', package: 'github.com/argoproj/argo-cd/v3/cmd', module: 'github.com/argoproj/argo-cd/v3' },
  {
    name: 'sealed-secrets',
    package: 'github.com/bitnami-labs/sealed-secrets/cmd/controller',
    module: 'github.com/bitnami-labs/sealed-secrets',
  },
  { name: 'kubeseal', package: 'github.com/bitnami-labs/sealed-secrets/cmd/kubeseal', module: 'github.com/bitnami-labs/sealed-secrets' },
];

/** What the modules bring beside programs, by the Go module file that pins them: read at run time, not copied into this repository. */
const MATERIAL = [
  { pins: 'programs', module: 'sigs.k8s.io/kwok', path: 'kustomize/stage' },
  { pins: 'programs', module: 'github.com/argoproj/argo-cd/v3', path: 'manifests/crds' },
  { pins: 'programs', module: 'github.com/argoproj/argo-cd/v3', path: 'manifests/base/application-controller' },
  { pins: 'programs', module: 'github.com/argoproj/argo-cd/v3', path: 'manifests/base/repo-server' },
  { pins: 'programs', module: 'github.com/argoproj/argo-cd/v3', path: 'hack/git-verify-wrapper.sh' },
  { pins: 'programs', module: 'github.com/bitnami-labs/sealed-secrets', path: 'helm/sealed-secrets/crds' },
  { pins: 'definitions', module: 'github.com/cert-manager/cert-manager', path: 'deploy/crds' },
  { pins: 'definitions', module: 'github.com/prometheus-operator/prometheus-operator', path: 'example/prometheus-operator-crd' },
  { pins: 'definitions', module: 'sigs.k8s.io/gateway-api', path: 'config/crd/standard' },
] as const;

/** The programs of a control plane and the files they come with, built once for the versions that go.mod and go.sum pin. */
export interface Programs {
  /** Where a program is. */
  path(name: string): string;
  /** Where a file or folder of a module is. */
  material(path: (typeof MATERIAL)[number]['path']): string;
  /** What the API server says of itself. @example 'v1.36.1' */
  readonly apiServerVersion: string;
  /** Versions by name, as the run's table shows them. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Builds what is missing, one line a program; a full cache needs no Go and no network.
 * @throws {Refusal} if a program of the machine is not there
 */
export async function programs(say: (line: string) => void): Promise<Programs> {
  const cache = cacheFolder();
  const assets = process.env.KUBEBUILDER_ASSETS;
  const path = ({ name, envtest }: Recipe): string =>
    envtest && assets && existsSync(join(assets, name)) ? join(assets, name) : join(cache, 'bin', name);
  requireOnPath('git', 'Git: https://git-scm.com');
  requireOnPath('redis-server', 'Redis, which Argo CD keeps its cache in: apt-get install redis-server');
  const building = RECIPES.filter((recipe) => !existsSync(path(recipe)));
  const bringing = MATERIAL.filter((material) => !existsSync(join(cache, 'share', material.path)));
  if (building.length + bringing.length > 0) requireOnPath('go', 'Go 1.26 or newer, which builds the control plane: https://go.dev/dl');
  for (const [index, recipe] of building.entries()) {
    const started = Date.now();
    await build(recipe, cache);
    say(`built ${recipe.name} ${version(recipe.module)} in ${seconds(started)} s (${index + 1} of ${building.length}, kept in ${cache})`);
  }
  for (const material of bringing) await bring(material, cache);
  const byName = (name: string): string => path(RECIPES.find((recipe) => recipe.name === name) as Recipe);
  const apiServerVersion = (await execute(byName('kube-apiserver'), ['--version'])).stdout.trim().split(' ').at(-1) ?? '';
  return {
    path: byName,
    material: (wanted) => join(cache, 'share', wanted),
    apiServerVersion,
    versions: { ...(await versions()), 'kube-apiserver': apiServerVersion },
  };
}

function cacheFolder(): string {
  const sums = ['programs/go.sum', 'definitions/go.sum'].map((file) => readFileSync(join(FOLDER, file)));
  const key = createHash('sha256').update(Buffer.concat(sums)).digest('hex').slice(0, 16);
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'desired-state', 'control-plane', key);
}

async function build({ name, package: source, module }: Recipe, cache: string): Promise<void> {
  const [major, minor] = version(module).slice(1).split('.');
  const stamp = 'k8s.io/component-base/version';
  const stamps =
    module === KUBERNETES ? ` -X ${stamp}.gitVersion=${version(module)} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}` : '';
  const target = join(cache, 'bin', name);
  const unfinished = `${target}.${process.pid}`;
  await go('programs', 'build', '-ldflags', `-s -w${stamps}`, '-o', unfinished, source);
  renameSync(unfinished, target);
}

async function bring({ pins, module, path }: (typeof MATERIAL)[number], cache: string): Promise<void> {
  const { Dir } = JSON.parse(await go(pins, 'mod', 'download', '-json', module)) as { Dir: string };
  const target = join(cache, 'share', path);
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  // Modules are read-only, and one has a script without its run bit.
  cpSync(join(Dir, path), unfinished, { recursive: true });
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, target);
}

async function go(folder: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };
  const { stdout } = await execute('go', args, { cwd: join(FOLDER, folder), env, maxBuffer: 2 ** 26 });
  return stdout;
}

function version(module: string): string {
  const required = ['programs', 'definitions'].map((folder) => readFileSync(join(FOLDER, folder, 'go.mod'), 'utf8')).join('\n');
  return (
    required
      .split('\n')
      .find((line) => line.trim().startsWith(`${module} v`))
      ?.trim()
      .split(' ')[1] ?? 'unknown'
  );
}

async function versions(): Promise<Record<string, string>> {
  const pinned = [...RECIPES, ...MATERIAL].map(({ module }) => [module, version(module)]);
  const git = (await execute('git', ['--version'])).stdout.trim().replace('git version ', '');
  const redis = (await execute('redis-server', ['--version'])).stdout.match(/v=(\S+)/)?.[1] ?? '';
  return { ...Object.fromEntries(pinned), node: process.version, git, redis };
}

function requireOnPath(program: string, howToGet: string): void {
  const found = (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
  if (!found) throw new Refusal(`${program} is not on the PATH. It is ${howToGet}`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
