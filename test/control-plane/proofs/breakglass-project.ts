import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { load } from 'js-yaml';
import type { CommandContext, ExitCode } from '../../../cli/command';
import { readManifests } from '../../../lib';
import { context } from '../../cli/run';
import { type Repository, repository } from '../../programs/repository';
import { applications, isRefreshing, refresh } from '../harness/argo-cd';
import { variablesOn } from '../harness/command';
import type { DeliveredBed } from '../harness/delivered-bed';
import { until } from '../harness/until';

/** What a command said, and how it ended. */
export interface Told {
  readonly status: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** The project in a repository of its own, whose commands work on the cluster of a bed, and whose commits the cluster reads. */
export class BreakglassProject {
  readonly aim: { readonly env: string; readonly context: string };
  private readonly source: Repository;
  private readonly variables: Readonly<Record<string, string>>;

  constructor(
    private readonly bed: DeliveredBed,
    ...environments: readonly string[]
  ) {
    this.source = repository(...environments);
    const variables = variablesOn(bed);
    this.variables = { ...variables, PATH: [this.shim(), variables.PATH].join(delimiter) };
    const config = load(readFileSync(bed.cluster.kubeconfig, 'utf8')) as { 'current-context': string };
    this.aim = { env: bed.name, context: config['current-context'] };
  }

  /** Runs a command in this process. */
  async run(command: (given: CommandContext) => Promise<ExitCode>): Promise<Told> {
    const { context: given, stdout, stderr } = context(this.source.root, this.variables);
    const status = await command(given);
    return { status, stdout: stdout(), stderr: stderr() };
  }

  /** Commits what was written and shows it to Argo CD; waits until some Applications were compared with it. */
  async merge(message: string, names: readonly string[]): Promise<void> {
    const { published, name, cluster } = this.bed;
    this.source.commit(message);
    const revision = published.publish(this.source.root, name);
    // The commit that Argo CD reads has another id than that of the project: its tree is adapted.
    this.source.git('fetch', '--quiet', join(this.bed.processes.folder, 'work'), 'main');
    await refresh(cluster, names);
    await until(
      async () => {
        const own = (await applications(cluster)).filter((state) => names.includes(state.name));
        return own.every((state) => state.revision === revision && !isRefreshing(state));
      },
      { within: 60, what: `${names.join(', ')} to be compared with ${revision}` },
    );
  }

  /** Whether dist is, to the byte, what it was when all this began. */
  isAsBefore(): boolean {
    const first = this.source.git('rev-list', '--max-parents=0', 'HEAD').trim();
    return this.source.bytes(first, 'dist', 'envs').join() === this.source.bytes('HEAD', 'dist', 'envs').join();
  }

  read(path: string): string {
    return this.source.read(path);
  }

  remove(): void {
    this.source.remove();
  }

  /** A kubectl that shows the ciphertext of dist, which was sealed anew for this control plane, in place of the other one. */
  private shim(): string {
    const folder = this.bed.scratch('breakglass-bin');
    const sealed = [...this.bed.objectFiles().values()]
      .flatMap((text) => readManifests(text).manifests)
      .filter(({ kind }) => kind === 'SealedSecret');
    const data = Object.fromEntries(
      sealed.map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, (spec as { encryptedData: object }).encryptedData]),
    );
    writeFileSync(join(folder, 'sealed.json'), JSON.stringify(data));
    const program = `#!${process.execPath}
const { spawnSync } = require('node:child_process');
const args = process.argv.slice(2);
const ran = spawnSync(${JSON.stringify(this.bed.programs.path('kubectl'))}, args, { stdio: ['inherit', 'pipe', 'inherit'], maxBuffer: 2 ** 30 });
let text = ran.stdout.toString();
if (ran.status === 0 && args.includes('get') && args.some((arg) => /^sealedsecrets?[.]/.test(arg))) {
  const answer = JSON.parse(text);
  const data = require('./sealed.json');
  for (const { metadata, spec } of answer.items ?? [answer]) Object.assign(spec, { encryptedData: data[metadata.namespace + '/' + metadata.name] ?? spec.encryptedData });
  text = JSON.stringify(answer);
}
process.stdout.write(text);
process.exitCode = ran.status ?? 1;
`;
    writeFileSync(join(folder, 'kubectl'), program);
    chmodSync(join(folder, 'kubectl'), 0o755);
    return folder;
  }
}
