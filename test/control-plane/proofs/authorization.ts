import { type Cluster, message, type Subject } from '../harness/cluster';
import { spelled } from './discovery';
import type { Act } from './permissions';

/** Acts that one rule gives; `*` stays `*`, which no act of a table is. */
interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface RulesReview {
  readonly status: {
    readonly resourceRules: readonly Rule[];
    readonly nonResourceRules: readonly Rule[];
    readonly evaluationError?: string;
  };
}

/** The Node authorizer has no rules to list: it judges kubelets only, by their names. */
const NODES_ASIDE = 'node authorizer does not support user rule resolution';

/** Everything that somebody may do in a namespace, by whatever role: rules of the whole cluster included. */
export async function actsOf(cluster: Cluster, as: Subject, namespace: string): Promise<Set<Act>> {
  const { status } = await review<RulesReview>(cluster, as, 'SelfSubjectRulesReview', { namespace });
  if (status.evaluationError !== undefined && status.evaluationError !== NODES_ASIDE) throw new Error(status.evaluationError);
  return new Set([...status.resourceRules, ...status.nonResourceRules].flatMap(actsOfRule));
}

function actsOfRule({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: Rule): Act[] {
  const named = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(' ')}`;
  const things = [...apiGroups.flatMap((group) => resources.map((name) => `${spelled({ group, name })}${named}`)), ...nonResourceURLs];
  return verbs.flatMap((verb) => things.map((thing) => `${verb} ${thing}`));
}

/** What `kubectl auth can-i --as` sends. @param namespace empty for the whole cluster */
export async function can(cluster: Cluster, as: Subject, act: Act, namespace: string): Promise<boolean> {
  const [verb, thing] = act.split(' ') as [string, string];
  const [whole, subresource] = thing.split('/') as [string, string?];
  const [resource, ...group] = whole.split('.') as [string, ...string[]];
  const attributes = { verb, group: group.join('.'), resource, subresource, namespace };
  const { status } = await review<{ status: { allowed: boolean; evaluationError?: string } }>(cluster, as, 'SelfSubjectAccessReview', {
    resourceAttributes: attributes,
  });
  if (status.evaluationError !== undefined) throw new Error(`${act} in ${namespace}: ${status.evaluationError}`);
  return status.allowed;
}

async function review<T>(cluster: Cluster, as: Subject, kind: string, spec: object): Promise<T> {
  const apiVersion = 'authorization.k8s.io/v1';
  const answer = await cluster.request('POST', `/apis/${apiVersion}/${kind.toLowerCase()}s`, { body: { apiVersion, kind, spec }, as });
  if (answer.status !== 201) throw new Error(`${kind} as ${as.user}: ${answer.status} ${message(answer.body)}`);
  return answer.body as T;
}

/** What people would type. */
export async function kubectlCan(cluster: Cluster, { user, group }: Subject, act: Act, namespace: string): Promise<boolean> {
  const [verb, thing] = act.split(' ') as [string, string];
  const [resource, subresource] = thing.split('/') as [string, string?];
  const { status, stdout, stderr } = await cluster.kubectl([
    ...['auth', 'can-i', verb, resource, ...(subresource === undefined ? [] : ['--subresource', subresource])],
    ...['--namespace', namespace, '--as', user, ...(group === undefined ? [] : ['--as-group', group])],
  ]);
  const said = stdout.trim();
  if ((said === 'yes' && status === 0) || (said === 'no' && status === 1)) return said === 'yes';
  throw new Error(`kubectl auth can-i ${act}: ${said} ${stderr}`);
}

/** One answer for each question, in their order, a few at a time. */
export async function askAll<Question, Answer>(
  questions: readonly Question[],
  ask: (question: Question) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = questions.entries();
  const work = async (): Promise<void> => {
    for (const [index, question] of waiting) answers[index] = await ask(question);
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return answers;
}
