import { join } from 'node:path';
import { type Manifest, valueAt } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import type { Programs } from '../ports/programs';
import { deliver, manifestsIn } from './delivered';
import { noManifests } from './messages';
import { digestOf, isRecorded, type Record, record } from './record';
import { applyAsArgoCd } from './server-side-apply';
import { kubectl, succeeding } from './succeeding';
import type { Kubectl } from './target';

/** Where a chart comes from and what it gets, as an Application says it. */
interface Chart {
  readonly repoURL: string;
  readonly chart: string;
  readonly targetRevision: string;
  readonly helm: { readonly releaseName: string; readonly valuesObject: object };
}

/** Argo CD as it will manage itself (docs/runbooks/bootstrap.md, steps 2, 4 and 7). */
export interface ArgoCd {
  /** Whether it runs, and is what was rendered or brings that about itself, since it has the root Application. */
  isIn(cluster: Kubectl): Promise<boolean>;
  installOn(cluster: Kubectl, programs: Programs, hear: (line: string) => void): Promise<void>;
  /** Whether the cluster has the projects and the root Application. */
  isHanded(cluster: Kubectl): Promise<boolean>;
  /** Gives it its projects, and last the root: from then on everything comes from Git. */
  handTo(cluster: Kubectl): Promise<void>;
}

const NAMESPACE = 'argocd';

/** What the chart labels all programs of Argo CD with. */
const PROGRAMS = ['deployment,statefulset', '--namespace', NAMESPACE, '--selector', 'app.kubernetes.io/part-of=argocd'];

/** Kinds that Argo CD itself defines, in the order in which they need each other. */
const HANDED = ['SealedSecret', 'AppProject', 'Application'];

/** Argo CD of what was rendered for an environment. @throws {Refusal} if its Application is not there */
export function argoCdOf(fs: FileSystem, rendered: string): ArgoCd {
  const applications = manifestsIn(fs, rendered, ['apps']);
  const bootstrap = manifestsIn(fs, rendered, ['bootstrap']);
  const chart = chartOf(applications, 'argocd', rendered);
  const handed = HANDED.flatMap((kind) => bootstrap.filter((manifest) => manifest.kind === kind));
  const needsSealing = handed.some(({ kind }) => kind === 'SealedSecret');
  const sealing = needsSealing ? chartOf(applications, 'sealed-secrets', rendered) : undefined;
  const installed: Record = { name: 'desired-state-argo-cd', digest: digestOf([JSON.stringify([chart, sealing])]) };
  const given: Record = { name: 'desired-state-root', digest: digestOf(handed.map((one) => JSON.stringify(one))) };

  return {
    isIn: async (cluster) => (await runs(cluster)) && ((await isRecorded(cluster, installed)) || (await hasRoot(cluster))),
    installOn: async (cluster, programs, hear) => {
      if (sealing !== undefined) {
        hear('definitions of sealed-secrets');
        const { stdout } = await succeeding(programs, 'helm', ['show', 'crds', ...sourceOf(sealing)]);
        await applyAsArgoCd(cluster, stdout, NAMESPACE);
      }
      hear(`chart ${chart.chart} ${chart.targetRevision}`);
      const { stdout } = await succeeding(
        programs,
        'helm',
        ['template', chart.helm.releaseName, ...sourceOf(chart), '--namespace', NAMESPACE, '--values', '-'],
        { input: JSON.stringify(chart.helm.valuesObject) },
      );
      await applyAsArgoCd(cluster, stdout, NAMESPACE);
      for (const { kind, metadata } of await programsIn(cluster)) {
        hear(`waiting for ${metadata.name}`);
        const workload = `${kind.toLowerCase()}/${metadata.name}`;
        await kubectl(cluster, ['rollout', 'status', workload, '--namespace', NAMESPACE, '--timeout=600s', '--request-timeout=0']);
      }
      await record(cluster, installed);
    },
    isHanded: async (cluster) => (await isRecorded(cluster, given)) && (await hasRoot(cluster)),
    handTo: async (cluster) => {
      await deliver(cluster, handed);
      await record(cluster, given);
    },
  };
}

function sourceOf({ chart, repoURL, targetRevision }: Chart): readonly string[] {
  return [chart, '--repo', repoURL, '--version', targetRevision];
}

function chartOf(applications: readonly Manifest[], name: string, rendered: string): Chart {
  const application = applications.find(({ kind, metadata }) => kind === 'Application' && metadata.name === name);
  const source = application === undefined ? undefined : (valueAt(application, 'spec.source') as Partial<Chart> | undefined);
  if (source?.chart === undefined || source.helm === undefined)
    throw noManifests(join(rendered, 'apps'), `Application ${name} with a chart`);
  return source as Chart;
}

/** Whether the cluster has the root Application. Without the definition of Applications it has none, which is no failure. */
export async function hasRoot(cluster: Kubectl): Promise<boolean> {
  const definition = ['get', 'customresourcedefinition', 'applications.argoproj.io', '--ignore-not-found', '--output', 'name'];
  if ((await kubectl(cluster, definition)).stdout.trim() === '') return false;
  const root = ['get', 'applications.argoproj.io', 'root', '--namespace', NAMESPACE, '--ignore-not-found', '--output', 'name'];
  return (await kubectl(cluster, root)).stdout.trim() !== '';
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly readyReplicas?: number };
}

async function programsIn(cluster: Kubectl): Promise<readonly Workload[]> {
  return (await cluster.json<{ readonly items: readonly Workload[] }>(['get', ...PROGRAMS])).items;
}

async function runs(cluster: Kubectl): Promise<boolean> {
  const programs = await programsIn(cluster);
  return programs.length > 0 && programs.every(({ spec, status }) => (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1));
}
