import { join } from 'node:path';
import { applications, refresh, type State, startArgoCd } from './argo-cd';
import { selfSigned } from './certificate';
import { startControllers } from './control-plane';
import { serveGit } from './git-host';
import { Published } from './published';
import { mountNamespace, SEALED_SECRETS, Sealing } from './sealing';
import { settled } from './settle';
import { serveMetrics, startNodes } from './stand-ins';
import { type BedProps, Testbed } from './testbed';

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
    super(bed.props, bed.environment, bed.processes, bed.cluster);
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
    const { cluster: facts, catalogue } = environment;
    startControllers(programs, processes, cluster);
    await startNodes(programs, processes, cluster, { pools: facts.nodePools, standInForSealing: mountNamespace() === undefined });
    if (facts.brings.includes('storage-class')) await cluster.apply([storageClass(facts.storageClass)]);

    const url = new URL(catalogue.repository.url);
    const certificate = await selfSigned(url.hostname, 'localhost');
    const metrics = await serveMetrics(cluster, certificate);

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
    const sealing = await Sealing.start(programs, processes, cluster);
    const published = new Published(
      join(processes.folder, 'git'),
      url.pathname.slice(1),
      (manifest) => sealing?.adapt(manifest) ?? manifest,
    );
    published.publish(bed.props.project, bed.name);
    for (const name of ['resourcequota_', 'limitrange_', 'networkpolicy.', 'configmap_']) await cluster.apply(kind(name));
    const host = await serveGit(join(processes.folder, 'git'), url.hostname, certificate);
    await startArgoCd(programs, processes, cluster, { host: url.hostname, certificate: certificate.certificate, proxy: host.proxy });
    await cluster.apply(kind('appproject.'));

    const whole = new DeliveredBed(bed, published, sealing);
    whole.onEnd(() => metrics.close());
    whole.onEnd(() => host.close());
    return whole;
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
    return { count: applications.length, seconds: (Date.now() - started) / 1000 };
  }

  /** Waits until all of them are Synced and Healthy at the last commit. @throws with what the others say */
  settled({ within = LIMIT, prune = false } = {}): Promise<State[]> {
    return settled({ cluster: this.cluster, published: this.published, environment: this.name, within, prune });
  }

  /** Tells Argo CD of a commit, as a webhook does, and waits until all of them follow it. */
  async follows({ within = LIMIT, prune = false } = {}): Promise<State[]> {
    const names = (await applications(this.cluster)).map(({ name }) => name);
    await refresh(this.cluster, names);
    return this.settled({ within, prune });
  }
}

function storageClass({ name, provisioner }: { name: string; provisioner: string }): object {
  const metadata = { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } };
  return { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata, provisioner, volumeBindingMode: 'WaitForFirstConsumer' };
}
