import { spawnSync } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealValue } from '../../../cli/sealing';
import type { Scope } from '../../../lib';
import { isMapping, type Manifest } from '../../../lib/manifest/manifest';
import type { Cluster } from './cluster';
import { freePorts } from './ports';
import type { Processes } from './processes';
import type { Programs } from './programs';
import { until } from './until';

/** Where the chart of dist installs the controller. */
export const SEALED_SECRETS = 'sealed-secrets';

/** The controller only knows how it is configured in a pod, whose files it finds at one place: a mount namespace gives it them. */
const IN_A_POD = `set -e
mount -t tmpfs tmpfs /var/run
mkdir -p /var/run/secrets/kubernetes.io/serviceaccount
cp "$0"/* /var/run/secrets/kubernetes.io/serviceaccount
exec "$@"`;

/** The options of unshare that this user may use; undefined if none: then nothing unseals here. */
export function mountNamespace(): readonly string[] | undefined {
  return [['--mount'], ['--mount', '--map-root-user']].find((options) => spawnSync('unshare', [...options, 'true']).status === 0);
}

/** The real sealed-secrets controller with a key that it made itself, and values sealed for it. */
export class Sealing {
  private readonly ciphertexts = new Map<string, string>();
  /** Values by `namespace/name/key`, as they must come out. */
  readonly values = new Map<string, Buffer>();

  private constructor(
    readonly certificate: string,
    private readonly scopes: ReadonlyMap<string, Scope>,
  ) {}

  /**
   * @param scopes by `namespace/name`, as the files of the environment say; what is not there is strict
   * @returns undefined where no mount namespace is allowed. The controller's namespace must be there.
   */
  static async start(
    programs: Programs,
    processes: Processes,
    cluster: Cluster,
    scopes: ReadonlyMap<string, Scope>,
  ): Promise<Sealing | undefined> {
    const namespace = mountNamespace();
    if (namespace === undefined) return undefined;
    const [port, metrics] = (await freePorts(2)) as [number, number];
    const identity = join(processes.folder, 'sealed-secrets');
    const server = await writeIdentity(cluster, identity);
    processes.start(
      'sealed-secrets',
      'unshare',
      [
        ...[...namespace, 'sh', '-c', IN_A_POD, identity, programs.path('sealed-secrets')],
        ...['--listen-addr', `127.0.0.1:${port}`, '--listen-metrics-addr', `127.0.0.1:${metrics}`, '--kubeclient-qps', '50'],
      ],
      { KUBERNETES_SERVICE_HOST: server.hostname, KUBERNETES_SERVICE_PORT: server.port },
    );
    const certificate = await until(() => textOf(`http://127.0.0.1:${port}/v1/cert.pem`), {
      within: 60,
      what: 'the certificate of the sealed-secrets controller',
      check: () => processes.check(),
    });
    return new Sealing(certificate, scopes);
  }

  /** A SealedSecret with made up values, sealed for this controller as its file is bound; other manifests as they are. */
  adapt(manifest: Manifest): Manifest {
    if (manifest.kind !== 'SealedSecret' || !isMapping(manifest.spec) || !isMapping(manifest.spec.encryptedData)) return manifest;
    const { namespace = '', name } = manifest.metadata;
    const keys = Object.keys(manifest.spec.encryptedData);
    const encryptedData = Object.fromEntries(keys.map((key) => [key, this.sealed(namespace, name, key)]));
    return { ...manifest, spec: { ...manifest.spec, encryptedData } };
  }

  /** The same ciphertext each time: sealing anew would be a change. */
  private sealed(namespace: string, name: string, key: string): string {
    const id = `${namespace}/${name}/${key}`;
    const known = this.ciphertexts.get(id);
    if (known !== undefined) return known;
    const value = Buffer.from(randomBytes(12).toString('hex'));
    const text = sealValue(
      new X509Certificate(this.certificate),
      { namespace, name, scope: this.scopes.get(`${namespace}/${name}`) ?? 'strict' },
      value,
    );
    this.values.set(id, value);
    this.ciphertexts.set(id, text);
    return text;
  }
}

/** What a pod of the controller would have. Its chart's role cannot be fetched, so it works as the administrator. */
async function writeIdentity(cluster: Cluster, folder: string): Promise<URL> {
  const { stdout } = await cluster.kubectl(['config', 'view', '--raw', '--minify', '--flatten', '--output', 'json']);
  const { clusters, users } = JSON.parse(stdout) as {
    clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
    users: [{ user: { token: string } }];
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'token'), users[0].user.token, { mode: 0o600 });
  writeFileSync(join(folder, 'namespace'), SEALED_SECRETS);
  writeFileSync(join(folder, 'ca.crt'), Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64'));
  return new URL(clusters[0].cluster.server);
}

async function textOf(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}
