import { type Manifest, valueAt } from '../../../lib';
import { type Cluster, message } from '../harness/cluster';
import { until } from '../harness/until';
import { defaultAccount } from './accepted-admission';
import { apiVersionOf, listPathOf, type Resource, resourcesOf } from './discovery';
import type { Enforced } from './enforced-cases';
import { LEFT_BEHIND } from './left-behind';

export interface Answer {
  /** `invalid`: the server refuses it for what it is, before it asks any policy. */
  readonly verdict: 'refused' | 'admitted' | 'invalid';
  readonly says: string;
}

const LABEL = 'e2e.desired-state/rule';

/** An API server with the policies of dist, each bound to a namespace of its own, where it denies. */
export class Gatekeeper {
  private served: readonly Resource[] = [];

  constructor(
    private readonly cluster: Cluster,
    private readonly policies: ReadonlyMap<string, Manifest>,
    /** Whether pods may be made, not only tried: no node starts them. */
    private readonly makesPods: boolean,
  ) {}

  /** Returns once every policy is in force: the server reads them every so often. */
  async prepare(subjects: readonly Enforced[]): Promise<void> {
    this.served = await resourcesOf(this.cluster);
    const namespaces = subjects.map((subject) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespaceOf(subject), labels: { [LABEL]: subject.policy } },
    }));
    await this.cluster.apply(namespaces);
    await this.cluster.apply(namespaces.map(({ metadata }) => defaultAccount(metadata.name)));
    if (this.makesPods) await this.cluster.apply([LEFT_BEHIND]);
    await this.cluster.apply([...this.policies.values()]);
    await this.cluster.apply(subjects.map(bindingOf));
    const sentry = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: SENTRY } };
    await this.cluster.apply([
      {
        ...sentry,
        kind: 'ValidatingAdmissionPolicy',
        spec: {
          matchConstraints: {
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
          },
          validations: [{ expression: "object.metadata.name != 'sentry'" }],
        },
      },
      { ...sentry, kind: 'ValidatingAdmissionPolicyBinding', spec: { policyName: SENTRY, validationActions: ['Deny'] } },
    ]);
    // It came last, so that those before it are in force once it is.
    const probe = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'sentry', namespace: 'default' } };
    await until(
      async () => (await this.cluster.request('POST', `/api/v1/namespaces/default/configmaps?dryRun=All`, { body: probe })).status >= 300,
      {
        within: 30,
        what: 'the policies to be in force',
        every: 0.3,
      },
    );
  }

  async ask(subject: Enforced, manifest: Manifest): Promise<Answer> {
    const namespace = namespaceOf(subject);
    const { apiVersion, kind } = manifest;
    const resource = this.served.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion && !one.name.includes('/'));
    if (resource === undefined) return { verdict: 'invalid', says: `${apiVersion} ${kind} is not served` };
    const body = { ...manifest, metadata: { ...manifest.metadata, namespace } };
    const account = valueAt(manifest, 'spec.serviceAccountName');
    // A pod whose account is not there is refused for that.
    if (kind === 'Pod' && typeof account === 'string' && account !== '')
      await this.cluster.apply([{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } }]);
    const path = listPathOf(resource, namespace);
    const reply = await this.cluster.request('POST', `${path}?dryRun=All`, { body });
    if (reply.status < 300 && isCut(body, reply.body))
      return { verdict: 'invalid', says: 'the server drops a field that it does not serve' };
    const answer = answerOf(reply, subject);
    const isDebugged = kind === 'Pod' && valueAt(manifest, 'spec.ephemeralContainers') !== undefined;
    return isDebugged && this.makesPods && answer.verdict === 'invalid' ? this.askToDebug(subject, path, body) : answer;
  }

  /** Ephemeral containers come by a request of their own, to a pod that is there. */
  private async askToDebug(subject: Enforced, path: string, body: Manifest): Promise<Answer> {
    const { ephemeralContainers, ...spec } = body.spec as Record<string, unknown>;
    const made = answerOf(await this.cluster.request('POST', path, { body: { ...body, spec } }), subject);
    if (made.verdict !== 'admitted') return made;
    const pod = `${path}/${body.metadata.name}`;
    try {
      const change = { body: { spec: { ephemeralContainers } }, type: 'application/merge-patch+json' };
      return answerOf(await this.cluster.request('PATCH', `${pod}/ephemeralcontainers?dryRun=All`, change), subject);
    } finally {
      await this.cluster.delete(`${pod}?gracePeriodSeconds=0`);
    }
  }

  /** Takes the policies away again, so that what follows is judged as dist says. */
  async dismiss(): Promise<void> {
    const base = '/apis/admissionregistration.k8s.io/v1';
    for (const kind of ['validatingadmissionpolicybindings', 'validatingadmissionpolicies']) {
      for (const name of [SENTRY, ...this.policies.keys()]) await this.cluster.delete(`${base}/${kind}/${name}`);
    }
    const namespaces = await this.cluster.list(`/api/v1/namespaces?labelSelector=${encodeURIComponent(LABEL)}`);
    for (const { metadata } of namespaces) await this.cluster.delete(`/api/v1/namespaces/${metadata.name}`);
  }
}

/** Whether something of an object is missing in what the server made of it: a field behind a feature that is off. */
function isCut(sent: unknown, made: unknown): boolean {
  if (typeof sent !== 'object' || sent === null) return false;
  if (typeof made !== 'object' || made === null) return true;
  return Object.entries(sent).some(([key, value]) => {
    const isSaid =
      value !== null && value !== '' && value !== false && value !== 0 && (typeof value !== 'object' || Object.keys(value).length > 0);
    return isSaid && (!Object.hasOwn(made, key) || isCut(value, (made as Record<string, unknown>)[key]));
  });
}

const SENTRY = 'e2e-sentry';

function namespaceOf({ policy }: Enforced): string {
  return `enforced-${policy.replaceAll('.', '-')}`.slice(0, 63);
}

function bindingOf(subject: Enforced): Manifest {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: subject.policy },
    spec: {
      policyName: subject.policy,
      matchResources: { namespaceSelector: { matchLabels: { [LABEL]: subject.policy } } },
      validationActions: ['Deny'],
    },
  };
}

function answerOf({ status, body }: { readonly status: number; readonly body: unknown }, { policy }: Enforced): Answer {
  const says = status < 300 ? '' : message(body);
  if (status < 300) return { verdict: 'admitted', says };
  if (says.includes(`ValidatingAdmissionPolicy '${policy}'`)) return { verdict: 'refused', says };
  if (status === 400 || status === 422 || says.includes('is invalid')) return { verdict: 'invalid', says };
  throw new Error(`the server answers ${status}: ${says}`);
}
