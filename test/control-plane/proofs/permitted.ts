import { load } from 'js-yaml';
import type { Manifest } from '../../../lib';
import { type Claims, none } from '../harness/claims';
import type { ApiServerProof } from '../harness/proof';
import type { Testbed } from '../harness/testbed';
import { actsOf, askAll, can, kubectlCan } from './authorization';
import { apiVersionOf, type Resource, resourcesOf, spelled } from './discovery';
import { type Act, type Place, SENSITIVE, SENSITIVE_IN_THE_CLUSTER } from './permissions';
import { dueActs, everybody, isEverybodys, placesOf, type Someone } from './subjects';

const RBAC = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
/** Verbs that are no requests and that discovery does not name. */
const MORE_VERBS = ['bind', 'escalate', 'impersonate', 'use', 'approve', 'sign'];

interface Matrix {
  readonly bed: Testbed;
  readonly manifests: readonly Manifest[];
  readonly people: readonly Someone[];
  readonly places: readonly Place[];
  readonly served: readonly Resource[];
}

export const permitted: ApiServerProof = {
  name: 'permitted',
  shows: 'each group of people and each account may do what it is there for, and nothing else',
  on: 'api-server',
  prove: async (bed, claims) => {
    const matrix = await matrixOf(bed);
    await exactly(matrix, claims, 'team', 'a team sees what runs in its own namespaces, and may do nothing else anywhere');
    await exactly(matrix, claims, 'boundary', 'platform, security and release may do what docs/runbooks says of them, and nothing else');
    await exactly(
      matrix,
      claims,
      'account',
      'accounts of workloads, and the default account of each namespace, may do nothing with the API',
    );
    await exactly(matrix, claims, 'nobody', 'a person of no group may do nothing');
    await claims.that('each way to a Secret, into a pod, around Git or to more permissions is closed, asked one by one', () =>
      oneByOne(matrix),
    );
    await claims.that('kubectl auth can-i --as says the same', () => asPeopleAsk(matrix));
    await claims.that('a team can look at each kind of object that it has in its namespaces', () => kindsSeen(matrix));
    claims.skip(
      'the accounts of the charts may do no more than they need',
      'charts cannot be fetched here: their ClusterRoles are not in dist',
    );
  },
};

/** Applies what decides about permissions, as it is in dist. */
async function matrixOf(bed: Testbed): Promise<Matrix> {
  const manifests = [...bed.objectFiles().values()].map((text) => load(text) as Manifest);
  const of = (...kinds: string[]): Manifest[] => manifests.filter(({ kind }) => kinds.includes(kind));
  await bed.cluster.apply(of('Namespace'));
  await bed.cluster.apply(of('ServiceAccount', ...RBAC));
  const live = await bed.cluster.list('/api/v1/namespaces');
  const places = placesOf(
    bed.environment,
    manifests,
    live.map(({ metadata }) => metadata.name),
  );
  return { bed, manifests, people: everybody(bed.environment, manifests, places), places, served: await resourcesOf(bed.cluster) };
}

/** Everything that they may do anywhere, in one request a namespace, is what the table says: no more and no less. */
async function exactly(matrix: Matrix, claims: Claims, kind: Someone['kind'], claim: string): Promise<void> {
  await claims.that(claim, async () => {
    const { bed, places, served } = matrix;
    const people = matrix.people.filter((someone) => someone.kind === kind);
    const known = new Set(served.flatMap((resource) => resource.verbs.map((verb) => `${verb} ${spelled(resource)}`)));
    const cells = people.flatMap((someone) => places.map((place) => ({ someone, place })));
    if (cells.length === 0) throw new Error('there is nobody to ask about');
    let [must, problems]: [number, string[]] = [0, []];
    await askAll(cells, async ({ someone, place }) => {
      const [due, granted] = [dueActs(someone, place), await actsOf(bed.cluster, someone.as, place.namespace)];
      must += due.size;
      const lacks = [...due].filter((act) => !granted.has(act)).map((act) => `must be able to ${act}`);
      const more = [...granted].filter((act) => !due.has(act) && !isEverybodys(someone, act)).map((act) => `may ${act}`);
      const unheard = [...due].filter((act) => !known.has(act)).map((act) => `must "${act}", which this API server does not know`);
      problems = [...problems, ...[...lacks, ...more, ...unheard].map((what) => `${someone.called} ${what} in ${place.namespace}`)];
    });
    none(problems.sort());
    const universe = cells.length * (known.size + served.length * MORE_VERBS.length);
    return `${people.length} subjects in ${places.length} namespaces: ${must} acts they must, ${universe - must} they must not`;
  });
}

/** The same question as `kubectl auth can-i`, for what is worth a line of its own. */
async function oneByOne({ bed, people, places }: Matrix): Promise<string> {
  const cluster: Place = { namespace: '', of: 'cluster' };
  const asked = people.filter(({ called }) => !called.endsWith('/default'));
  const cells = asked.flatMap((someone) => [
    ...placesFor(someone, places).flatMap((place) => SENSITIVE.map((act) => ({ someone, place, act }))),
    ...SENSITIVE_IN_THE_CLUSTER.map((act) => ({ someone, place: cluster, act })),
  ]);
  const answers = await askAll(cells, ({ someone, place, act }) => can(bed.cluster, someone.as, act, place.namespace));
  const wrong = cells.filter(({ someone, place, act }, index) => answers[index] !== dueActs(someone, place).has(act));
  none(wrong.map(({ someone, place, act }) => `${someone.called} ${act} in ${place.namespace || 'the cluster'}`));
  const open = cells
    .filter((_, index) => answers[index])
    .map(({ someone, place, act }) => `${someone.called} ${act} in ${place.namespace}`);
  return `${cells.length} questions, no to ${cells.length - open.length}; yes, as decided, to ${open.length}`;
}

/** People in the zones of teams, beside Argo CD and in the system's namespace; an account where it lives. */
function placesFor({ kind, as }: Someone, places: readonly Place[]): readonly Place[] {
  if (kind === 'account') return places.filter(({ namespace }) => as.user.split(':')[2] === namespace);
  return places.filter(({ namespace, of }) => of === 'team' || ['argocd', 'kube-system'].includes(namespace));
}

/** A handful by the program itself. */
async function asPeopleAsk({ bed, people, places }: Matrix): Promise<string> {
  const { catalogue } = bed.environment;
  const zones = Object.entries(catalogue.namespaces).map(([namespace, zone]) => ({ namespace, ...zone }));
  const store = zones.find(({ tier }) => tier === 'store')?.namespace;
  const { namespace: zone, team } = zones.find(({ tier }) => tier !== 'store') ?? {};
  if (store === undefined || zone === undefined) throw new Error('the catalogue has no stores, or nothing else');
  const questions: [string, Act, string][] = [
    [`team ${team}`, 'get pods/log', zone],
    [`team ${team}`, 'get secrets', zone],
    [`team ${team}`, 'list pods', store],
    ['platform', 'create jobs.batch', store],
    ['platform', 'create pods/exec', store],
    ['security', 'list networkpolicies.networking.k8s.io', zone],
    ['release', 'create pods/portforward', 'argocd'],
    ['release', 'patch applications.argoproj.io', 'argocd'],
    ['a person of no group', 'list pods', zone],
  ];
  const wrong: string[] = [];
  let yes = 0;
  for (const [called, act, namespace] of questions) {
    const [someone, place] = [people.find((one) => one.called === called), places.find((one) => one.namespace === namespace)];
    if (someone === undefined || place === undefined) throw new Error(`there is no ${called} or no ${namespace}`);
    const said = await kubectlCan(bed.cluster, someone.as, act, namespace);
    if (said !== dueActs(someone, place).has(act)) wrong.push(`${called} ${act} in ${namespace}: ${said ? 'yes' : 'no'}`);
    if (said) yes++;
  }
  none(wrong);
  return `${questions.length} questions: ${yes} yes, ${questions.length - yes} no`;
}

/** Who may do what is for security to see, and what a Secret holds for nobody. */
const NOT_FOR_TEAMS = [...RBAC, 'Secret'];

/** The table above may have forgotten one: dist has not. */
async function kindsSeen({ bed, manifests, people, served }: Matrix): Promise<string> {
  const zones = Object.entries(bed.environment.catalogue.namespaces);
  const cells = zones.flatMap(([namespace, { team }]) => {
    const shown = manifests.filter(({ kind, metadata }) => metadata.namespace === namespace && !NOT_FOR_TEAMS.includes(kind));
    const kinds = new Map(shown.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
    return [...kinds.values()].map((kind) => ({ namespace, ...kind, someone: people.find(({ called }) => called === `team ${team}`) }));
  });
  if (cells.length === 0) throw new Error('dist has nothing in the namespaces of teams');
  const answers = await askAll(cells, async ({ namespace, apiVersion, kind, someone }) => {
    const resource = served.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion && !one.name.includes('/'));
    return resource !== undefined && someone !== undefined && (await can(bed.cluster, someone.as, `list ${spelled(resource)}`, namespace));
  });
  none(cells.filter((_, index) => !answers[index]).map(({ namespace, kind }) => `${kind} in ${namespace}`));
  return `${cells.length} kinds in ${zones.length} namespaces; not ${NOT_FOR_TEAMS.join(', ')}`;
}
