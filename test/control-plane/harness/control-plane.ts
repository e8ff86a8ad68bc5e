import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { selfSigned } from './certificate';
import { Cluster } from './cluster';
import { freePorts } from './ports';
import type { Processes } from './processes';
import type { Programs } from './programs';
import { until } from './until';

export interface Facts {
  /** The Kubernetes version that the environment declares, which the API server emulates. @example '1.34' */
  readonly kubernetes: string;
  /** Addresses of Services. */
  readonly services: string;
}

const CONTEXT = 'kind-e2e';

/** The file that records who wrote what. */
export const AUDIT_LOG = 'audit.log';

const AUTHORITY = 'server.crt';

/**
 * etcd and kube-apiserver on free loopback ports, with nothing in them. Pod Security and ValidatingAdmissionPolicy are on by default.
 * @throws if it is not ready within a minute
 */
export async function startControlPlane(programs: Programs, processes: Processes, facts: Facts): Promise<Cluster> {
  const { folder } = processes;
  const [client, peer, api] = (await freePorts(3)) as [number, number, number];
  const [clients, peers] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  processes.start('etcd', programs.path('etcd'), [
    ...['--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync', '--log-level', 'warn'],
    ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
    ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`],
  ]);
  const token = await writeIdentity(folder);
  processes.start('kube-apiserver', programs.path('kube-apiserver'), [
    ...['--etcd-servers', clients, '--secure-port', `${api}`, '--bind-address', '127.0.0.1'],
    ...['--tls-cert-file', join(folder, AUTHORITY), '--tls-private-key-file', join(folder, 'server.key')],
    ...['--service-account-key-file', join(folder, 'accounts.pub'), '--service-account-signing-key-file', join(folder, 'accounts.key')],
    ...['--service-account-issuer', 'https://kubernetes.default.svc', '--token-auth-file', join(folder, 'tokens.csv')],
    ...['--authorization-mode', 'RBAC,Node', '--service-cluster-ip-range', facts.services, '--allow-privileged=true'],
    ...['--audit-log-path', join(folder, AUDIT_LOG), '--audit-policy-file', join(folder, 'audit.yaml')],
    ...(programs.apiServerVersion.startsWith(`v${facts.kubernetes}.`) ? [] : ['--emulated-version', facts.kubernetes]),
  ]);
  const kubeconfig = join(folder, 'kubeconfig');
  writeKubeconfig(kubeconfig, { server: `https://127.0.0.1:${api}`, authority: join(folder, AUTHORITY), token });
  return reach(programs, processes, kubeconfig);
}

/** The API of a cluster that a kubeconfig names, without its credentials, on a socket in the bed's folder. Waits until it answers. */
export async function reach(programs: Programs, processes: Processes, kubeconfig: string): Promise<Cluster> {
  const socket = join(processes.folder, 'api.sock');
  processes.start('kubectl-proxy', programs.path('kubectl'), ['proxy', '--kubeconfig', kubeconfig, '--unix-socket', socket]);
  const cluster = new Cluster(programs.path('kubectl'), kubeconfig, socket);
  await until(() => ready(cluster), {
    within: 60,
    what: 'the API server',
    check: () => processes.check(),
  });
  return cluster;
}

async function ready(cluster: Cluster): Promise<boolean> {
  try {
    return (await cluster.request('GET', '/readyz')).status === 200;
  } catch {
    return false;
  }
}

/** The server's certificate, keys of service accounts, the administrator's token and what is recorded of requests. */
async function writeIdentity(folder: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const token = randomBytes(16).toString('hex');
  const { key, certificate } = await selfSigned('localhost');
  const secret = { mode: 0o600 };
  writeFileSync(join(folder, 'server.key'), key, secret);
  writeFileSync(join(folder, AUTHORITY), certificate);
  writeFileSync(join(folder, 'accounts.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), secret);
  writeFileSync(join(folder, 'accounts.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, secret);
  writeFileSync(join(folder, 'audit.yaml'), dump(AUDIT_POLICY));
  return token;
}

/** Writes only, and what was written of Applications, whose status has no endpoint of its own. */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', verbs: ['get', 'list', 'watch'] },
    { level: 'Request', resources: [{ group: 'argoproj.io' }] },
    { level: 'Metadata' },
  ],
};

function writeKubeconfig(path: string, { server, authority, token }: { server: string; authority: string; token: string }): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server, 'certificate-authority': authority } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: CONTEXT, context: { cluster: 'e2e', user: 'admin' } }],
    'current-context': CONTEXT,
  };
  writeFileSync(path, dump(config), { mode: 0o600 });
}

/** The controllers and the scheduler, which act on what the API server holds. */
export function startControllers(programs: Programs, processes: Processes, { kubeconfig }: Cluster): void {
  const { folder } = processes;
  const as = ['--kubeconfig', kubeconfig, '--authentication-kubeconfig', kubeconfig, '--authorization-kubeconfig', kubeconfig];
  const alone = [...as, '--leader-elect=false', '--secure-port=0'];
  processes.start('kube-controller-manager', programs.path('kube-controller-manager'), [
    ...[...alone, '--use-service-account-credentials=true', '--horizontal-pod-autoscaler-sync-period=5s'],
    ...['--service-account-private-key-file', join(folder, 'accounts.key'), '--root-ca-file', join(folder, AUTHORITY)],
  ]);
  processes.start('kube-scheduler', programs.path('kube-scheduler'), alone);
}
