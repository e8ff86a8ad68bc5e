import { isRed, judge, type Manifest, readManifests, rules, World } from '../../../lib';
import { type Cluster, message } from '../harness/cluster';
import { until } from '../harness/until';
import { defaultAccount } from './accepted-admission';
import { examples, NAMESPACE } from './accepted-examples';
import { type BrokenObject, brokenOf, changed, type Verdict } from './broken-object';
import { brokenObjects } from './broken-objects';
import { apiVersionOf, listPathOf, type Resource, resourcesOf } from './discovery';

/** Rules that say of an object alone whether an API server takes it; what an object needs around it, or should be like, they do not ask. */
const OF_OBJECTS = rules.filter(({ id }) => /^(?:schema|api-removal|identity|names|layout)\//.test(id));

interface Opinion {
  readonly verdict: Verdict;
  readonly says: string;
}

/** What judges any object: the gates of `npm run validate -- --manifests` that look at objects alone, and the API server. */
export class Judges {
  private served: Promise<readonly Resource[]> | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly kubernetes: string,
  ) {}

  /** Makes the namespace of the examples, which holds pods to the level `restricted`. */
  async prepare(): Promise<void> {
    await this.cluster.apply([changed(examples.namespace, 'metadata.name', NAMESPACE)]);
    await this.cluster.apply([defaultAccount(NAMESPACE)]);
    const privileged = changed(examples.pod, 'spec.hostPID', true);
    let said = '';
    await until(
      async () => {
        const [good, bad] = [await this.server(examples.pod), await this.server(privileged)];
        said = `a good pod is ${good.verdict}: ${good.says}; a privileged one: ${bad.says}`;
        return good.verdict === 'accepted' && bad.says.includes('PodSecurity');
      },
      { within: 20, every: 0.3, what: () => `admission in the namespace ${NAMESPACE}: ${said}` },
    );
  }

  /** Examples that one of the judges does not accept: what is broken in a copy of them would prove nothing. */
  async examplesRefused(): Promise<string[]> {
    const problems: string[] = [];
    for (const example of Object.values(examples)) {
      for (const [name, { verdict, says }] of [
        ['the schemas', this.ours(example)],
        ['the server', await this.server(example)],
      ] as const) {
        if (verdict !== 'accepted') problems.push(`${name}: the good ${example.kind} is ${verdict}: ${says}`);
      }
    }
    return problems;
  }

  /** Rows that are not as the table says. */
  async misjudged(): Promise<string[]> {
    const problems: string[] = [];
    for (const row of brokenObjects) {
      const ours = this.ours(brokenOf(row));
      const server = row.overGood ? await this.serverOver(row) : await this.server(brokenOf(row));
      const name = `${row.good.kind} with ${row.what}`;
      if (ours.verdict !== row.ours) problems.push(`${name}: the schemas: ${ours.verdict}, not ${row.ours}: ${ours.says}`);
      if (server.verdict !== row.server) problems.push(`${name}: the server: ${server.verdict}, not ${row.server}: ${server.says}`);
      if (row.ours === 'accepted' && row.server === 'accepted') problems.push(`${name}: is not broken, both accept it`);
      if ((row.ours !== row.server) !== (row.because !== undefined))
        problems.push(`${name}: a difference has a reason, and nothing else has`);
    }
    return problems;
  }

  private ours(manifest: Manifest): Opinion {
    const text = JSON.stringify(manifest);
    const { manifests, problems } = readManifests(text);
    const objects = manifests.map((read) => ({ manifest: read, file: '', text }));
    const judgement = judge(new World({ kubernetes: this.kubernetes, objects }), OF_OBJECTS);
    const says = [...problems, ...judgement.findings.map(({ rule, field, message: found }) => `${rule}: ${field} ${found}`)].join('; ');
    return { verdict: problems.length > 0 || isRed(judgement) ? 'refused' : says === '' ? 'accepted' : 'warned', says };
  }

  private async server(manifest: Manifest): Promise<Opinion> {
    const path = await this.pathOf(manifest);
    return path === undefined ? notServed(manifest) : this.ask('POST', path, manifest);
  }

  /** Makes the good one, asks whether the broken one may be written over it, and takes it away. */
  private async serverOver(row: BrokenObject): Promise<Opinion> {
    const path = await this.pathOf(row.good);
    if (path === undefined) return notServed(row.good);
    await this.cluster.apply([row.good]);
    const named = `${path}/${row.good.metadata.name}`;
    try {
      return await this.ask('PATCH', named, brokenOf(row));
    } finally {
      await this.cluster.delete(named);
    }
  }

  private async ask(method: 'POST' | 'PATCH', path: string, body: Manifest): Promise<Opinion> {
    const type = method === 'POST' ? 'application/json' : 'application/merge-patch+json';
    const answer = await this.cluster.request(method, `${path}?dryRun=All&fieldValidation=Strict`, { body, type });
    if (answer.status >= 300) return { verdict: 'refused', says: message(answer.body) };
    return { verdict: answer.warnings.length > 0 ? 'warned' : 'accepted', says: answer.warnings.join('; ') };
  }

  /** Where objects of its kind are made; undefined if the server does not serve the kind. */
  private async pathOf(manifest: Manifest): Promise<string | undefined> {
    this.served ??= resourcesOf(this.cluster);
    const { apiVersion, kind, metadata } = manifest;
    const resource = (await this.served).find((one) => one.kind === kind && apiVersionOf(one) === apiVersion && !one.name.includes('/'));
    return resource === undefined ? undefined : listPathOf(resource, metadata.namespace ?? '');
  }
}

function notServed({ apiVersion, kind }: Manifest): Opinion {
  return { verdict: 'refused', says: `no matches for kind ${kind} in ${apiVersion}` };
}
