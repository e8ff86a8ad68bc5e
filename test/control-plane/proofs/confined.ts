import { none } from '../harness/claims';
import type { Cluster, Live } from '../harness/cluster';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { DeliveredProof } from '../harness/proof';
import { askAll } from './authorization';
import { pathOf, resourcesOf } from './discovery';
import { GUARDRAILS, type IntendedProject, intendedProjects, kindName } from './intended-projects';
import { type Cargo, filesOf, OUTSIDER, type Outsider, outsidersOf } from './outsiders';
import { dismiss, type Verdict, verdictsOn } from './verdicts';

/** A namespace that no cluster has: only a pattern would permit it. */
const NOWHERE = 'nowhere';

export const confined: DeliveredProof = {
  name: 'confined',
  shows: 'Argo CD refuses an object, a namespace, a kind and a repository outside of each AppProject',
  on: 'argo-cd',
  bed: 'from-root',
  spares: {
    dev: 'its AppProjects permit what those of prod do (test/envs/environments.test.ts)',
    stage: 'its AppProjects permit what those of prod do (test/envs/environments.test.ts)',
  },
  prove: async (bed, claims) => {
    await bed.bringUp();
    const projects = intendedProjects(bed.environment);
    await claims.that('it is decided of each AppProject what it is there for', () => allDecided(projects, bed));
    const outsiders = await allOutsiders(projects, bed);
    bed.published.edit(filesOf(outsiders), 'What no project permits');
    try {
      let verdicts: readonly Verdict[] = [];
      await claims.that('Argo CD judges an Application for everything that a project must take or refuse', async () => {
        verdicts = await verdictsOn(outsiders, bed);
        return `${verdicts.length} Applications in ${projects.length} projects`;
      });
      const asked = (asks: Outsider['asks']): Verdict[] => verdicts.filter(({ outsider }) => outsider.asks === asks);
      await claims.that('each project takes an object of its own in a namespace of its own', () => taken(asked('inside'), bed));
      await claims.that('no project takes an object of a kind that is not its own', () => refusedObjects(asked('kind'), bed, KIND));
      await claims.that('no team takes a network policy, a role or its binding, a quota, a limit, or anything outside namespaces', () =>
        guarded(asked('kind')),
      );
      await claims.that('no project writes into a namespace that is not its own, by the destination of an Application', () =>
        refusedApplications(asked('namespace'), bed, NAMESPACE),
      );
      await claims.that('no project writes into a namespace that is not its own, by an object that names it', () =>
        refusedObjects(asked('namespace of an object'), bed, OBJECTS_NAMESPACE),
      );
      await claims.that('no project reads a repository that is not its own', () =>
        refusedApplications(asked('repository'), bed, REPOSITORY),
      );
      await claims.that('the project default takes nothing: neither the platform’s repository nor any namespace', () =>
        refusedApplications(
          asked('namespace').filter(({ outsider }) => outsider.project === 'default'),
          bed,
          REPOSITORY,
        ),
      );
    } finally {
      await dismiss(bed.cluster);
      await cleared(bed.cluster, outsiders);
      bed.published.revert();
    }
    await claims.that('afterwards everything is Synced and Healthy as before', async () => `${(await bed.follows()).length} Applications`);
  },
};

/** What Argo CD says of it when it refuses. */
type Words = (outsider: Outsider, cargo?: Cargo) => string;
const KIND: Words = ({ project }, cargo) =>
  `resource ${cargo?.resource.group}:${cargo?.resource.kind} is not permitted in project ${project}`;
const OBJECTS_NAMESPACE: Words = ({ project }, cargo) => `namespace ${cargo?.namespace} is not permitted in project '${project}'`;
const NAMESPACE: Words = ({ project, namespace }) =>
  `namespace '${namespace}' do not match any of the allowed destinations in project '${project}'`;
const REPOSITORY: Words = ({ project, repository }) => `application repo ${repository} is not permitted in project '${project}'`;

function allDecided(projects: readonly IntendedProject[], { published, name }: DeliveredBed): string {
  const shipped = published.manifests(name).filter(({ manifest }) => manifest.kind === 'AppProject');
  const [ours, theirs] = [projects.map((project) => project.name), shipped.map(({ manifest }) => manifest.metadata.name)];
  none([
    ...theirs.filter((project) => !ours.includes(project)).map((project) => `nothing is said of ${project}`),
    ...ours.filter((project) => !theirs.includes(project)).map((project) => `dist has no ${project}`),
  ]);
  return ours.join(', ');
}

async function allOutsiders(projects: readonly IntendedProject[], bed: DeliveredBed): Promise<Outsider[]> {
  const served = await resourcesOf(bed.cluster);
  const live = await bed.cluster.list('/api/v1/namespaces');
  const manifests = bed.published.manifests(bed.name).map(({ manifest }) => manifest);
  const around = { bed, served, manifests, namespaces: [...live.map(({ metadata }) => metadata.name), NOWHERE] };
  return projects.flatMap((project) => outsidersOf(project, around));
}

/** Otherwise refusals might have another reason. */
async function taken(verdicts: readonly Verdict[], { cluster }: DeliveredBed): Promise<string> {
  const missing = verdicts.filter(({ synced }) => !synced).map(({ outsider, says }) => `${outsider.name}: ${says}`);
  const cargo = verdicts.flatMap(({ outsider }) => outsider.cargo);
  none([...missing, ...(await askAll(cargo, async (one) => ((await find(cluster, one)) ? [] : [`${spoken(one)} is not there`]))).flat()]);
  return counted(verdicts, `${cargo.length} objects are there`);
}

/** Each object is refused by itself, for the right reason, and is not in the cluster; what stood there stands unchanged. */
async function refusedObjects(verdicts: readonly Verdict[], bed: DeliveredBed, words: Words): Promise<string> {
  const cargo = verdicts.flatMap((verdict) => verdict.outsider.cargo.map((one) => ({ verdict, one })));
  const problems = await askAll(cargo, async ({ verdict, one }) => {
    const said = words(verdict.outsider, one);
    const by = verdict.outsider.project;
    const refused = refusalOf(verdict, one) === said;
    return [...(refused ? [] : [`${by} is not refused ${spoken(one)}: ${verdict.says}`]), ...(await traces(bed.cluster, by, one))];
  });
  none(problems.flat());
  return counted(
    verdicts,
    `${cargo.length} objects refused, ${cargo.filter(({ one }) => one.standing).length} of them standing and unchanged`,
  );
}

/** Each Application is refused as such. */
async function refusedApplications(verdicts: readonly Verdict[], { cluster }: DeliveredBed, words: Words): Promise<string> {
  const problems = await askAll(verdicts, async ({ outsider, refusals, says }) => {
    const refused = refusals.some((refusal) => refusal.endsWith(words(outsider)));
    const left = await Promise.all(outsider.cargo.map((one) => traces(cluster, outsider.project, one)));
    return [...(refused ? [] : [`${outsider.name} is not refused ${outsider.wants}: ${says}`]), ...left.flat()];
  });
  none(problems.flat());
  return counted(verdicts, 'all refused, and nothing is there of what they carry');
}

/** By intent, whatever lists say. */
function guarded(verdicts: readonly Verdict[]): string {
  const teams = verdicts.filter(({ outsider }) => !['platform', 'security'].includes(outsider.project));
  const problems: string[] = [];
  let outside = 0;
  for (const verdict of teams) {
    const refused = verdict.outsider.cargo.filter((one) => refusalOf(verdict, one) === KIND(verdict.outsider, one));
    for (const kind of GUARDRAILS.filter((name) => !refused.some(({ resource }) => kindName(resource) === name)))
      problems.push(`${verdict.outsider.project} is not refused a ${kind}`);
    outside += refused.filter(({ resource }) => !resource.namespaced).length;
  }
  none(problems);
  if (outside === 0) throw new Error('nothing outside namespaces was tried');
  return `${teams.length} projects: ${teams.length * GUARDRAILS.length} guardrails, ${outside} objects outside namespaces`;
}

function refusalOf({ results }: Verdict, { resource, object }: Cargo): string | undefined {
  const { name, namespace } = object.metadata;
  const its = results.find(
    (result) => kindName(result) === kindName(resource) && result.name === name && (!resource.namespaced || result.namespace === namespace),
  );
  return its?.status === 'SyncFailed' ? its.message : undefined;
}

async function find(cluster: Cluster, { resource, object, namespace }: Cargo): Promise<Live | undefined> {
  const live = await cluster.get(pathOf(resource, object.metadata.name, namespace));
  return live?.metadata.labels?.[OUTSIDER] === undefined ? undefined : live;
}

async function traces(cluster: Cluster, project: string, cargo: Cargo): Promise<string[]> {
  return (await find(cluster, cargo)) === undefined ? [] : [`${project} wrote ${spoken(cargo)}`];
}

/** Removes what a project took. */
async function cleared(cluster: Cluster, outsiders: readonly Outsider[]): Promise<void> {
  const cargo = outsiders.flatMap((outsider) => outsider.cargo).filter(({ standing }) => !standing);
  await askAll(cargo, async (one) => {
    if (await find(cluster, one)) await cluster.delete(pathOf(one.resource, one.object.metadata.name, one.namespace));
  });
}

function spoken({ resource, object, namespace }: Cargo): string {
  return `${resource.kind} ${resource.namespaced ? `${namespace}/` : ''}${object.metadata.name}`;
}

function counted(verdicts: readonly Verdict[], what: string): string {
  if (verdicts.length === 0) throw new Error('nothing was tried');
  return `${verdicts.length} Applications in ${new Set(verdicts.map(({ outsider }) => outsider.project)).size} projects; ${what}`;
}
