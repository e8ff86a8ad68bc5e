import { App } from 'cdk8s';
import { Catalogue, Ceiling, type Cluster, DataClass, type Manifest, type Platform, UnitChart } from '../lib';

/** A small platform to put constructs into, in place of an environment. */
export class TestPlatform extends App implements Platform {
  readonly data = DataClass.synthetic;
  readonly cluster: Cluster = {
    name: 'test',
    kubernetes: '1.34',
    domain: 'test.example.org',
    storageClass: 'standard',
    gateway: { name: 'edge', listener: 'https', namespace: 'edge', labels: { 'app.kubernetes.io/name': 'edge' } },
    dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    provides: ['argoproj.io', 'bitnami.com', 'gateway.networking.k8s.io'],
  };
  readonly catalogue = new Catalogue({
    partOf: 'kfm',
    repository: { url: 'https://git.example.org/desired-state.git', revision: 'main', path: 'dist' },
    namespaces: {
      'kfm-api': { team: 'services', tier: 'api' },
      'kfm-web': { team: 'web', tier: 'frontend' },
      'platform-data': { team: 'data-platform', tier: 'store' },
    },
    components: {
      'kfm-api': { namespace: 'kfm-api', image: 'registry.example.org/kfm-api' },
      'kfm-ui': { namespace: 'kfm-web', image: 'registry.example.org/kfm-ui' },
    },
    stores: { postgres: { namespace: 'platform-data', state: 'canonical', callers: ['kfm-api'] } },
    projects: { platform: Ceiling.platform('kfm-api') },
  });

  constructor() {
    super({ outdir: 'unused' });
  }

  /** The manifests of one unit, or of all. */
  manifests(folder?: string): Manifest[] {
    const charts = this.node.findAll().filter((construct): construct is UnitChart => construct instanceof UnitChart);
    return charts
      .filter((chart) => folder === undefined || chart.props.folder === folder)
      .flatMap((chart) => [...chart.toUnit().manifests]);
  }
}

/** A sealed file as kubeseal writes it; the ciphertext is nobody's. */
export function sealedFile(namespace: string, name: string, ...keys: string[]): object {
  return {
    kind: 'SealedSecret',
    apiVersion: 'bitnami.com/v1alpha1',
    metadata: { name, namespace, creationTimestamp: null },
    spec: {
      template: { metadata: { name, namespace, creationTimestamp: null } },
      encryptedData: Object.fromEntries(keys.map((key) => [key, `AgSample${key}`])),
    },
  };
}
