import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { GIT_SERVER } from '../../lib';
import type { StackFacts } from '../facts';
import { MANAGED } from '../labels';

/** Namespace of what only Terraform has. */
export const SEED = GIT_SERVER.namespace;

/** The namespace of the programs that a stack runs, closed in both directions until they open what they need. */
export class SeedNamespace extends Construct {
  /** What has to be there before anything runs in it. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, { cluster }: Pick<StackFacts, 'cluster'>) {
    super(scope, 'seed');
    const modes = ['audit', 'enforce', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, 'restricted'],
      [`pod-security.kubernetes.io/${mode}-version`, `v${cluster.kubernetes}`],
    ]);
    const namespace = new NamespaceV1(this, 'namespace', {
      metadata: { name: SEED, labels: { ...MANAGED, ...Object.fromEntries(modes) } },
    });
    const defaultDeny = new NetworkPolicyV1(this, 'default-deny', {
      dependsOn: [namespace],
      metadata: { namespace: SEED, name: 'default-deny', labels: MANAGED },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    this.ready = [namespace, defaultDeny];
  }
}
