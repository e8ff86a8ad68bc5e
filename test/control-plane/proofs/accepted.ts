import { join } from 'node:path';
import { changesBetween, type Manifest, readManifests } from '../../../lib';
import { none } from '../harness/claims';
import type { ApiServerProof } from '../harness/proof';
import type { Testbed } from '../harness/testbed';
import { awaken, closed } from './accepted-admission';
import { differences } from './accepted-differences';
import { Judges } from './accepted-judges';
import { admitted, admittedAtOnce } from './accepted-pods';
import { brokenObjects } from './broken-objects';

export const accepted: ApiServerProof = {
  name: 'accepted',
  shows: 'the API server takes every object and every pod without a warning, and refuses what the schemas here refuse',
  on: 'api-server',
  prove: async (bed, claims) => {
    const manifests = manifestsOf(bed);
    const version = 'the API server answers as the Kubernetes version that the environment declares';
    if (bed.props.existing === undefined) await claims.that(version, () => emulatedVersion(bed));
    else claims.skip(version, 'KUBECONFIG_E2E names a cluster with the version that it has');
    await claims.that('quotas, limits and Pod Security are in force: each namespace refuses a pod that breaks them', async () => {
      bed.props.supplies('admission');
      await awaken(bed.cluster, manifests);
      return closed(bed.cluster, manifests);
    });
    await claims.that('every object passes a server-side dry run with strict fields and without a warning', () => {
      const projects = [...bed.objectFiles()].filter(([file]) => file.includes('appproject.'));
      const others = [...bed.objectFiles()].filter(([file]) => !file.includes('appproject.'));
      return dryRuns(bed, [
        { files: others, warnings: [] },
        { files: projects, warnings: [FINALIZER] },
      ]);
    });
    await claims.that('the emergency path, kubectl --kustomize, has the same objects', () => emergencyPath(bed, manifests));
    await claims.that('every pod template makes a pod that its namespace admits without a warning', () => admitted(bed.cluster, manifests));
    const atOnce = 'the quotas admit all pods at once: every replica while it rolls, every hook, every scheduled Job';
    if (bed.props.existing === undefined) await claims.that(atOnce, () => admittedAtOnce(bed.cluster, manifests));
    else claims.skip(atOnce, 'they are really created, and the nodes of KUBECONFIG_E2E would start them');
    await claims.that('what the schemas refuse the server refuses: each broken object is judged as the table says', async () => {
      const judges = new Judges(bed.cluster, bed.environment.cluster.kubernetes);
      await judges.prepare();
      none(await judges.examplesRefused());
      none(await judges.misjudged());
      const same = brokenObjects.length - differences.length;
      return `${same} objects refused by both, ${differences.length} differences explained`;
    });
  },
};

/** Every object of dist. @throws if there is none, or a file does not hold exactly one */
function manifestsOf(bed: Testbed): Manifest[] {
  const files = bed.objectFiles();
  return [...files].map(([file, text]) => {
    const { manifests, problems } = readManifests(text);
    const [manifest] = manifests;
    if (manifest === undefined || manifests.length > 1 || problems.length > 0)
      throw new Error(`${file} has ${manifests.length} objects ${problems}`);
    return manifest;
  });
}

async function emulatedVersion({ cluster, environment }: Testbed): Promise<string> {
  const version = await cluster.get<Readonly<Record<string, string>>>('/version');
  const { emulationMajor, emulationMinor, gitVersion } = version ?? {};
  const emulated = `${emulationMajor}.${emulationMinor}`;
  const declared = environment.cluster.kubernetes;
  if (emulated !== declared) throw new Error(`the server ${gitVersion} emulates ${emulated}; the cluster declares ${declared}`);
  return `${gitVersion} emulates ${emulated}`;
}

/** Argo CD looks for the finalizer of a project by this name alone, and without it a project in use could be deleted. */
const FINALIZER = 'metadata.finalizers: "resources-finalizer.argocd.argoproj.io": prefer a domain-qualified finalizer name';

interface Batch {
  readonly files: readonly (readonly [path: string, text: string])[];
  /** How each warning begins that has to come. */
  readonly warnings: readonly string[];
}

async function dryRuns(bed: Testbed, batches: readonly Batch[]): Promise<string> {
  const counts: number[] = [];
  for (const { files, warnings } of batches) {
    const said = await dryRun(
      bed,
      files.map(([, text]) => text),
    );
    const known = (line: string): boolean => warnings.some((warning) => line.startsWith(`Warning: ${warning}`));
    none(said.filter((line) => !known(line)));
    none(
      warnings
        .filter((warning) => !said.some((line) => line.startsWith(`Warning: ${warning}`)))
        .map((warning) => `no longer warned: ${warning}`),
    );
    counts.push(files.length);
  }
  return `${counts.reduce((sum, count) => sum + count)} objects; ${counts.at(-1)} AppProjects with the finalizer that Argo CD looks for by a name without a path`;
}

/** @returns what the server says beside its consent. @throws if it does not take every object */
async function dryRun(bed: Testbed, texts: readonly string[]): Promise<string[]> {
  const args = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict', '--filename', '-'];
  const { status, stdout, stderr } = await bed.cluster.kubectl(args, texts.join('\n---\n'));
  const acknowledged = stdout.split('\n').filter((line) => line.endsWith(' serverside-applied (server dry run)'));
  const said = stderr.split('\n').filter((line) => line.trim() !== '');
  if (status !== 0 || acknowledged.length !== texts.length)
    throw new Error(`kubectl ends with ${status} and acknowledges ${acknowledged.length} of ${texts.length} objects:\n${said.join('\n')}`);
  return said;
}

/** That the same objects come out is enough: that the server takes them is another claim. */
async function emergencyPath(bed: Testbed, manifests: readonly Manifest[]): Promise<string> {
  const { status, stdout, stderr } = await bed.cluster.kubectl(['kustomize', join(bed.props.project, 'dist', bed.name)]);
  if (status !== 0) throw new Error(stderr);
  const built = readManifests(stdout);
  none([...built.problems, ...changesBetween(manifests, built.manifests).map(({ object, change }) => `${object} ${change}`)]);
  if (built.manifests.length !== manifests.length) throw new Error(`${built.manifests.length} objects instead of ${manifests.length}`);
  return `${built.manifests.length} objects`;
}
