import { App } from 'cdk8s';
import { UnitChart } from '../../lib/construct/unit-chart';
import type { Manifest } from '../../lib/manifest/manifest';
import type { Catalogue } from '../../lib/tenancy/catalogue';
import type { Cluster } from '../../lib/tenancy/cluster';
import { Component, type Platform } from '../../lib/tenancy/component';
import type { Traits } from '../../lib/tenancy/traits';

/** As much of a platform as observability asks for. */
export class FakePlatform extends App implements Platform {
  readonly cluster = {} as Cluster;
  readonly traits = { data: 'synthetic' } as unknown as Traits;
  readonly catalogue = {
    partOf: 'kfm',
    repository: { url: 'unused', revision: 'main', path: 'dist', pages: 'https://git.example.org/desired-state/blob/main' },
    namespace: () => ({ team: 'services', tier: 'api' }),
  } as unknown as Catalogue;

  constructor() {
    super({ outdir: 'unused' });
  }

  get units(): UnitChart[] {
    return this.node.findAll().filter((construct): construct is UnitChart => construct instanceof UnitChart);
  }

  manifests(): Manifest[] {
    return this.units.flatMap((unit) => [...unit.toUnit().manifests]);
  }
}

/** @throws an object that is not there */
export function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} among ${manifests.map((each) => `${each.kind} ${each.metadata.name}`)}`);
  return found;
}

export class FakeComponent extends Component {
  constructor(scope: Platform, name = 'kfm-api', namespace = 'kfm-api') {
    super(scope, { name, namespace, state: 'stateless', overrides: {} });
  }
}
