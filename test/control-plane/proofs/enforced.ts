import { judge, type Manifest, readManifests, rules, World } from '../../../lib';
import { none } from '../harness/claims';
import type { ApiServerProof } from '../harness/proof';
import type { Testbed } from '../harness/testbed';
import { type Case, casesOf, type Enforced, enforcedRules } from './enforced-cases';
import { Gatekeeper } from './enforced-gatekeeper';
import { podSecurityAgrees } from './enforced-pod-security';
import { leftBehindFaults } from './left-behind';

export const enforced: ApiServerProof = {
  name: 'enforced',
  shows: 'the API server judges each object as the rules here do, by the same text',
  on: 'api-server',
  prove: async (bed, claims) => {
    const shipped = policiesOf(bed);
    await claims.that('dist has a policy and a binding for every rule about single objects that the cluster enforces', () =>
      complete(bed, shipped),
    );
    const cases = casesOf(bed.environment.cluster.kubernetes);
    const isFresh = bed.props.existing === undefined;
    const gatekeeper = new Gatekeeper(bed.cluster, shipped, isFresh);
    await claims.that('each rule has the same verdict on the API server as here, over all its fixtures, both ways', async () => {
      await gatekeeper.prepare(enforcedRules());
      const { kubernetes } = bed.environment.cluster;
      return once(`${kubernetes} ${JSON.stringify([...shipped.values()])}`, bed.name, () => sameVerdicts(gatekeeper, cases, kubernetes));
    });
    const leftBehind = 'what was there before a rule may be scaled down and deleted, and not rolled out again';
    if (!isFresh) claims.skip(leftBehind, 'its pods are really created, and the nodes of KUBECONFIG_E2E would start them');
    else
      await claims.that(leftBehind, async () => {
        none(await leftBehindFaults(bed.cluster));
        return 'a ReplicaSet with a privileged container';
      });
    await claims.that('Pod Security admission agrees with the Pod Security rules over all their fixtures', () =>
      once(bed.environment.cluster.kubernetes, bed.name, () => podSecurityAgrees(bed.cluster)),
    );
    await gatekeeper.dismiss();
  },
};

const known = new Map<string, Promise<string>>();

/** What a server of one version says of the same texts it says in every environment: the first that comes asks it, the others have its answer. */
function once(question: string, environment: string, ask: () => Promise<string>): Promise<string> {
  const before = known.get(question);
  if (before !== undefined) return before;
  const answer = ask().then((detail) => `${detail}; asked on ${environment}`);
  known.set(question, answer);
  return answer;
}

/** The policies of dist by name, with the actions of their bindings. */
function policiesOf(bed: Testbed): ReadonlyMap<string, Manifest> {
  const manifests = [...bed.files('policies/admission').values()].flatMap((text) => readManifests(text).manifests);
  return new Map(manifests.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map((policy) => [policy.metadata.name, policy]));
}

function complete(bed: Testbed, shipped: ReadonlyMap<string, Manifest>): string {
  const bindings = [...bed.files('policies/admission').values()]
    .flatMap((text) => readManifests(text).manifests)
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
  const wanted = bed.environment.traits.purpose === 'development' ? 'Warn,Audit' : 'Deny';
  none([
    ...enforcedRules().flatMap(({ rule, policy }) => (shipped.has(policy) ? [] : [`${rule.id} has no policy`])),
    ...bindings.flatMap(({ metadata, spec }) => {
      const { validationActions, policyName } = spec as { validationActions: string[]; policyName: string };
      const actions = validationActions.join();
      return actions === wanted && shipped.has(policyName) ? [] : [`${metadata.name}: binds ${policyName} with ${actions}, not ${wanted}`];
    }),
  ]);
  if (bindings.length !== shipped.size) throw new Error(`${shipped.size} policies and ${bindings.length} bindings`);
  return `${shipped.size} of ${rules.length} rules, ${wanted}`;
}

/** Each object alone: what its fixture says, what this program says of it, and what the server does. */
async function sameVerdicts(gatekeeper: Gatekeeper, cases: readonly Case[], kubernetes: string): Promise<string> {
  const problems: string[] = [];
  const counted = new Map<Enforced, { refused: number; admitted: number; elsewhere: number }>();
  for (const { enforced: subject, name, manifest, isBroken } of cases) {
    const count = counted.get(subject) ?? { refused: 0, admitted: 0, elsewhere: 0 };
    counted.set(subject, count);
    const { verdict, says } = await gatekeeper.ask(subject, manifest);
    const ours = judge(new World({ kubernetes, objects: [{ manifest, file: '', text: '' }] }), [subject.rule]).findings;
    if (ours.length > 0 !== isBroken) problems.push(`${subject.rule.id}, ${name}: here ${manifest.kind} has ${ours.length} findings`);
    if (verdict === 'invalid') count.elsewhere += 1;
    else if ((verdict === 'refused') !== isBroken) problems.push(`${subject.rule.id}, ${name}: ${manifest.kind} is ${verdict}: ${says}`);
    else count[verdict] += 1;
  }
  for (const [{ rule }, { refused, admitted }] of counted) {
    if (refused === 0 || admitted === 0) problems.push(`${rule.id}: ${refused} objects refused and ${admitted} admitted prove nothing`);
  }
  none(problems);
  const sum = (key: 'refused' | 'admitted' | 'elsewhere'): number => [...counted.values()].reduce((all, one) => all + one[key], 0);
  return `${counted.size} rules; ${sum('refused')} objects refused by both, ${sum('admitted')} admitted by both, ${sum('elsewhere')} that the server takes for invalid before it asks`;
}
