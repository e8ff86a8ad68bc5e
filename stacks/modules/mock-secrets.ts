import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Cluster, SecretPlan } from '../../lib';
import { NODE_IMAGE } from '../images';
import { MANAGED, podLabels } from '../labels';
import { HARDENED_CONTAINER, HARDENED_POD, PATIENCE, RESOURCES } from '../pod';
import { jsonText, literal } from '../text';
import { SEED, type SeedNamespace } from './seed-namespace';

export interface MockSecretsProps {
  readonly plan: SecretPlan;
  /** Text of stacks/scripts/mock-secrets.js. */
  readonly script: string;
  readonly cluster: Cluster;
  readonly seed: SeedNamespace;
}

const NAME = 'mock-secrets';
const SCRIPT = 'mock-secrets.js';
const PLAN = 'plan.json';

/** A Job that gives Secrets random values in the cluster: what it makes is in no file, no state and no repository. */
export class MockSecrets extends Construct {
  constructor(scope: Construct, { plan, script, cluster, seed }: MockSecretsProps) {
    super(scope, NAME);
    const metadata = { namespace: SEED, name: NAME, labels: { ...MANAGED, ...podLabels(NAME) } };
    const account = new ServiceAccountV1(this, 'account', {
      dependsOn: [...seed.ready],
      metadata,
      automountServiceAccountToken: false,
    });
    const files = new ConfigMapV1(this, 'files', {
      dependsOn: [...seed.ready],
      metadata,
      data: { [SCRIPT]: literal(script), [PLAN]: literal(jsonText(plan)) },
    });
    new JobV1(this, 'job', {
      dependsOn: [account, files, this.asking(cluster, seed), ...this.permissions(plan, account)],
      metadata,
      // A Job cannot be changed: for another plan or program it is made once more. In JSON Terraform takes an address here, no expression.
      lifecycle: { replaceTriggeredBy: [`${files.terraformResourceType}.${files.friendlyUniqueId}`] },
      waitForCompletion: true,
      spec: {
        backoffLimit: 6,
        template: {
          metadata: { labels: metadata.labels },
          spec: {
            ...HARDENED_POD,
            serviceAccountName: NAME,
            automountServiceAccountToken: true,
            restartPolicy: 'OnFailure',
            container: [
              {
                ...HARDENED_CONTAINER,
                name: NAME,
                image: NODE_IMAGE,
                command: ['node', `/files/${SCRIPT}`],
                env: [{ name: 'PLAN', value: `/files/${PLAN}` }],
                resources: RESOURCES,
                volumeMount: [{ name: 'files', mountPath: '/files', readOnly: true }],
              },
            ],
            volume: [{ name: 'files', configMap: { name: NAME } }],
          },
        },
      },
      timeouts: PATIENCE,
    });
  }

  /** It may read the Secrets of the plan and create some where they are; what is there it cannot change. */
  private permissions({ secrets }: SecretPlan, account: ITerraformDependable): ITerraformDependable[] {
    const namespaces = [...new Set(secrets.map(({ namespace }) => namespace))].sort();
    return namespaces.flatMap((namespace) => {
      const metadata = { namespace, name: NAME, labels: MANAGED };
      const names = secrets.filter((secret) => secret.namespace === namespace).map(({ name }) => name);
      const role = new RoleV1(this, `role-${namespace}`, {
        metadata,
        rule: [
          { apiGroups: [''], resources: ['secrets'], resourceNames: names.sort(), verbs: ['get'] },
          // The name of what is created is not known to the authorizer.
          { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        ],
      });
      const binding = new RoleBindingV1(this, `binding-${namespace}`, {
        dependsOn: [role, account],
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
        subject: [{ kind: 'ServiceAccount', namespace: SEED, name: NAME, apiGroup: '' }],
      });
      return [role, binding];
    });
  }

  /** The way to DNS and to the API server. */
  private asking({ dns, ranges, apiServerPort }: Cluster, seed: SeedNamespace): ITerraformDependable {
    const to = (cidrs: readonly string[]) => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    return new NetworkPolicyV1(this, 'asking', {
      dependsOn: [...seed.ready],
      metadata: { namespace: SEED, name: NAME, labels: MANAGED },
      spec: {
        podSelector: { matchLabels: podLabels(NAME) },
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': dns.namespace } },
                podSelector: { matchLabels: { ...dns.labels } },
              },
            ],
            ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: '53' })),
          },
          // Some network plug-ins see the address of the Service, others the one behind it.
          { to: to(ranges.apiServer), ports: [{ protocol: 'TCP', port: `${apiServerPort}` }] },
          { to: to(ranges.services), ports: [{ protocol: 'TCP', port: '443' }] },
        ],
      },
    });
  }
}
