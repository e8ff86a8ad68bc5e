import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Scope, sealed } from '../../../lib';
import { applications, refresh, type State, startArgoCd } from './argo-cd';
import { selfSigned } from './certificate';
import { startControllers } from './control-plane';
import { serveGit } from './git-host';
import { serveMetrics } from './metrics';
import { Published } from './published';
import { mountNamespace, SEALED_SECRETS, Sealing } from './sealing';
import { allDone, settled } from './settle';
import { startNodes } from './stand-ins';
import { type BedProps, Testbed } from './testbed';

const PROJECT = join(__dirname, '../../..');

/** Seconds in which an environment comes up. */
export const LIMIT = 120;

export interface Arrival {
  /** Applications. */
  readonly count: number;
  readonly seconds: number;
}

/** A control plane with controllers, nodes, the platform's repository and Argo CD, bootstrapped up to its projects and root. */
export class DeliveredBed extends Testbed {
  private arrival: Promise<Arrival> | undefined;

  private constructor(
    bed: Testbed,
    readonly published: Published,
    /** Undefined where nothing unseals. */
    readonly sealing: Sealing | undefined,
  ) {
    super(bed.props, bed.environment, bed.processes, bed.cluster, bed.closing);
  }

  /** The order is that of docs/runbooks/bootstrap.md. */
  static async boot(props: BedProps): Promise<DeliveredBed> {
    const bed = await Testbed.start(props);
    try {
      return await DeliveredBed.equip(bed);
    } catch (error) {
      await bed.end();
      throw error;
    }
  }

  private static async equip(bed: Testbed): Promise<DeliveredBed> {
    const { programs, processes, cluster, environment } = bed;
    const { cluster: facts } = environment;
    const { supplies } = bed.props;
    const standInForSealing = mountNamespace() === undefined;
    supplies('nodes', 'volumes', 'edge', 'certificates', 'metrics', 'host', standInForSealing ? 'opened' : 'ciphertext', 'programs');
    startControllers(programs, processes, cluster);
    await startNodes(programs, processes, cluster, { pools: facts.nodePools, standInForSealing });
    if (facts.brings.includes('storage-class')) {
      supplies('storage');
      await cluster.apply([storageClass(facts.storageClass)]);
    }

    const url = new URL(environment.delivery.repositoryIn(environment.catalogue).url);
    const certificate = await selfSigned(url.hostname, 'localhost');
    bed.onEnd(await serveMetrics(cluster, certificate));

    const bootstrap = [...bed.files('bootstrap')];
    const kind = (name: string): string =>
      bootstrap
        .filter(([file]) => file.startsWith(name))
        .map(([, text]) => text)
        .join('\n---\n');
    await cluster.apply(kind('namespace_'));
    const namespace = bed.files(`namespaces/${SEALED_SECRETS}`);
    await cluster.apply(namespace.get(`namespace_${SEALED_SECRETS}.yaml`) ?? '');
    await cluster.apply([...namespace.values()].join('\n---\n'));
    const sealing = await Sealing.start(programs, processes, cluster, scopesOf(bed.name));
    const published = new Published(
      join(processes.folder, 'git'),
      url.pathname.slice(1),
      (manifest) => sealing?.adapt(manifest) ?? manifest,
    );
    published.publish(bed.props.project, bed.name);
    for (const name of ['resourcequota_', 'limitrange_', 'networkpolicy.', 'configmap_']) await cluster.apply(kind(name));
    const host = await serveGit(join(processes.folder, 'git'), url.hostname, certificate);
    bed.onEnd(host.close);
    await startArgoCd(programs, processes, cluster, { host: url.hostname, certificate: certificate.certificate, proxy: host.proxy });
    await cluster.apply(kind('appproject.'));

    return new DeliveredBed(bed, published, sealing);
  }

  /**
   * Applies the root, from which all else comes, and waits until every Application whose source is dist is Synced and Healthy. Where
   * nothing syncs by itself, each sync is requested once, as people do. The second call waits for nothing.
   */
  bringUp(): Promise<Arrival> {
    this.arrival ??= this.arrive();
    return this.arrival;
  }

  private async arrive(): Promise<Arrival> {
    const started = Date.now();
    await this.cluster.apply(this.files('bootstrap').get('application.argoproj.io_root.yaml') ?? '');
    const applications = await this.settled();
    this.props.isUp();
    return { count: applications.length, seconds: (Date.now() - started) / 1000 };
  }

  /** Waits until all of them are Synced and Healthy at the last commit. @throws with what the others say */
  settled(): Promise<State[]> {
    const check = (): void => this.processes.check();
    return settled({ cluster: this.cluster, published: this.published, environment: this.name, within: LIMIT, check });
  }

  /** @throws unless all of them are so already: nothing is requested */
  allDone(): Promise<State[]> {
    return allDone({ cluster: this.cluster, published: this.published, environment: this.name });
  }

  /** Tells Argo CD of a commit, as a webhook does, and waits until all of them follow it. */
  async follows(): Promise<State[]> {
    const names = (await applications(this.cluster)).map(({ name }) => name);
    await refresh(this.cluster, names);
    return this.settled();
  }
}

/** How the sealed files of an environment are bound, by `namespace/name`. Not read from dist, which is what is tested. */
function scopesOf(environment: string): Map<string, Scope> {
  const folder = join(PROJECT, 'envs', environment, 'sealed');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return new Map(
    files.flatMap((file): [string, Scope][] => {
      const secret = sealed(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      return secret.kind === 'sealed' ? [[`${secret.namespace}/${secret.name}`, secret.scope]] : [];
    }),
  );
}

function storageClass({ name, provisioner }: { name: string; provisioner: string }): object {
  const metadata = { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } };
  return { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata, provisioner, volumeBindingMode: 'WaitForFirstConsumer' };
}
