import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argoSettings } from './argo-settings';
import type { Cluster, Live } from './cluster';
import { freePorts } from './ports';
import type { Processes } from './processes';
import type { Programs } from './programs';

export const APPLICATIONS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

export interface Repository {
  readonly host: string;
  /** PEM, which Argo CD trusts for the host. */
  readonly certificate: string;
  readonly proxy: string;
}

/** Starts Argo CD on a cluster that has its namespace, its definitions and its ConfigMaps. */
export async function startArgoCd(
  programs: Programs,
  processes: Processes,
  cluster: Cluster,
  { host, certificate, proxy }: Repository,
): Promise<void> {
  const [redis, repo, repoMetrics, controller] = (await freePorts(4)) as [number, number, number, number];
  const folder = join(processes.folder, 'argocd');
  for (const name of ['bin', 'tls', 'ssh', 'gpg', 'keys']) mkdirSync(join(folder, name), { recursive: true });
  cpSync(programs.material('hack/git-verify-wrapper.sh'), join(folder, 'bin/git-verify-wrapper.sh'));
  chmodSync(join(folder, 'bin/git-verify-wrapper.sh'), 0o755);
  // Argo CD takes certificates from the folder that its ConfigMap argocd-tls-certs-cm is mounted at.
  writeFileSync(join(folder, 'tls', host), certificate);
  await cluster.apply([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'argocd-secret', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
      data: { 'server.secretkey': randomBytes(32).toString('base64') },
    },
  ]);
  const env = {
    ...(await argoSettings(programs, cluster)),
    PATH: [join(folder, 'bin'), process.env.PATH ?? ''].join(delimiter),
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    KUBECONFIG: cluster.kubeconfig,
    ARGOCD_GPG_ENABLED: 'false',
    HOSTNAME: 'e2e',
    ARGOCD_TLS_DATA_PATH: join(folder, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(folder, 'ssh'),
    ARGOCD_GNUPGHOME: join(folder, 'gpg'),
    ARGOCD_GPG_DATA_PATH: join(folder, 'keys'),
    ARGOCD_PLUGINSOCKFILEPATH: folder,
    TMPDIR: folder,
  };
  const start = (name: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): void =>
    processes.start(name, programs.path('argocd'), args, { ...env, ...more, ARGOCD_BINARY_NAME: name });
  const shared = ['--redis', `127.0.0.1:${redis}`];
  processes.start('redis', 'redis-server', ['--port', `${redis}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder]);
  start('argocd-repo-server', [...shared, '--port', `${repo}`, '--metrics-port', `${repoMetrics}`, '--address', '127.0.0.1'], {
    HTTPS_PROXY: proxy,
    // Git reads this one in lower case only.
    http_proxy: proxy,
    HTTP_PROXY: proxy,
  });
  const server = ['--repo-server', `127.0.0.1:${repo}`, '--kubeconfig', cluster.kubeconfig, '--namespace', 'argocd'];
  start('argocd-application-controller', [...shared, ...server, '--metrics-port', `${controller}`, '--persist-resource-health']);
}

export interface State {
  readonly name: string;
  readonly sync: string;
  readonly health: string;
  readonly revision: string;
  /** What Argo CD says of it: conditions, the last operation, the resources that are not as they should be. */
  readonly says: string;
  readonly live: Live;
}

/** The Applications of a cluster whose source is dist, by name. */
export async function applications(cluster: Cluster): Promise<State[]> {
  const all = await cluster.list(APPLICATIONS);
  return all.filter(({ spec }) => spec.source.path !== undefined).map(state);
}

export async function application(cluster: Cluster, name: string): Promise<State> {
  const live = await cluster.get(`${APPLICATIONS}/${name}`);
  if (live === undefined) throw new Error(`there is no Application ${name}`);
  return state(live);
}

function state(live: Live): State {
  const { status = {} } = live;
  const conditions = (status.conditions ?? []) as { type: string; message: string }[];
  const resources = (status.resources ?? []) as {
    kind: string;
    name: string;
    status?: string;
    health?: { status: string; message?: string };
  }[];
  const bad = resources.filter(({ status: sync, health }) => sync !== 'Synced' || (health !== undefined && health.status !== 'Healthy'));
  const says = [
    ...conditions.map(({ type, message }) => `${type}: ${message}`),
    ...(status.operationState === undefined ? [] : [`${status.operationState.phase}: ${status.operationState.message}`]),
    ...bad.map(({ kind, name, status: sync, health }) => `${kind}/${name} ${sync} ${health?.status ?? ''} ${health?.message ?? ''}`.trim()),
  ];
  return {
    name: live.metadata.name,
    sync: status.sync?.status ?? 'Unknown',
    health: status.health?.status ?? 'Missing',
    revision: status.sync?.revision ?? '',
    says: says.join('; '),
    live,
  };
}

export function isDone({ sync, health, live }: State): boolean {
  return sync === 'Synced' && health === 'Healthy' && live.operation === undefined && live.status?.operationState?.phase !== 'Running';
}

const REFRESH = 'argocd.argoproj.io/refresh';

/** Asks Argo CD to look at the repository now, as a webhook does. */
export async function refresh(cluster: Cluster, names: readonly string[], how: 'normal' | 'hard' = 'normal'): Promise<void> {
  const annotations = { [REFRESH]: how };
  const body = { metadata: { annotations } };
  await Promise.all(
    names.map(async (name) => {
      const { status } = await cluster.request('PATCH', `${APPLICATIONS}/${name}`, { body, type: 'application/merge-patch+json' });
      // One that is gone by now has nothing to look at.
      if (status >= 300 && status !== 404) throw new Error(`Application ${name} takes no request to look: ${status}`);
    }),
  );
}

/** Whether it has yet to look: Argo CD writes what it found and takes the request away at once. */
export function isRefreshing({ live }: State): boolean {
  return live.metadata.annotations?.[REFRESH] !== undefined;
}

/** Requests a sync as `argocd app sync` does, with the options of the Application. */
export async function requestSync(cluster: Cluster, { name, live }: State, { prune = false } = {}): Promise<void> {
  const { syncOptions, retry } = live.spec.syncPolicy ?? {};
  const operation = { initiatedBy: { username: 'e2e' }, retry, sync: { prune, syncOptions, syncStrategy: { hook: {} } } };
  await cluster.patch(`${APPLICATIONS}/${name}`, { operation });
}
