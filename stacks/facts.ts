import type { Cluster, SecretPlan } from '../lib';

/** Of a cluster that kind or k3d makes, or of one that is partly elsewhere. */
export type StackName = 'local' | 'hybrid';

/** What a stack is made of: values only, so that the same facts give the same text everywhere. */
export interface StackFacts {
  /** Canonical id. */
  readonly environment: string;
  readonly cluster: Cluster;
  /** Where Argo CD reads the environment. */
  readonly repository: string;
  /** Secrets that are given random values in the cluster. */
  readonly mockSecrets: SecretPlan;
  /** Programs that run in the cluster, as text. */
  readonly scripts: { readonly gitServer: string; readonly mockSecrets: string };
  /** Context of kubeconfig that Terraform takes if none is given. @default it has to be given */
  readonly context?: string;
}
