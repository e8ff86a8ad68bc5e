import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Plain } from '../construct/plain';
import type { Placement } from '../tenancy/cluster';
import type { Part, Platform } from '../tenancy/component';
import type { Secret } from '../tenancy/secret';
import { PROGRAM_USER } from './deployment';
import { type ContainerProps, configurationOf, metadataOf, podTemplate, serviceAccount } from './program';

export interface JobProps {
  readonly part: Part;
  readonly platform: Platform;
  readonly container: ContainerProps;
  /** Run one after the other before it. @default none */
  readonly before?: readonly ContainerProps[];
  readonly volumes?: readonly Plain<k8s.Volume>[];
  readonly secrets?: readonly Secret[];
  readonly placement?: Placement | undefined;
  /** Seconds after which it has failed, retries included. */
  readonly deadline: number;
  /** Further attempts. @default 3 */
  readonly retries?: number;
  /** @default 10001 */
  readonly user?: number;
}

/**
 * A program that runs once at each sync, before what depends on it. A Job cannot be changed, so Argo CD removes the last
 * one and makes it again: a hook of the sync, in the wave that dependencies give it.
 */
export class Job extends Construct {
  constructor(scope: Construct, id: string, props: JobProps) {
    super(scope, id);
    const account = serviceAccount(this, props.part);
    const job = new KubeObject<k8s.KubeJobProps>(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        ...metadataOf(props.part),
        annotations: { 'argocd.argoproj.io/hook': 'Sync', 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' },
      },
      spec: jobSpec(props, this.node.path),
    });
    job.addDependency(account, ...(props.secrets ?? []));
  }
}

/** The spec of a Job, alone or as a template of a CronJob. */
export function jobSpec(props: JobProps, path: string): Plain<k8s.JobSpec> {
  const {
    part,
    platform,
    container,
    before = [],
    volumes = [],
    secrets = [],
    placement,
    deadline,
    retries = 3,
    user = PROGRAM_USER,
  } = props;
  return {
    activeDeadlineSeconds: deadline,
    backoffLimit: retries,
    template: podTemplate({
      part,
      platform,
      user,
      containers: [container],
      before,
      volumes,
      placement,
      configuration: configurationOf(secrets),
      restartPolicy: 'Never',
      path,
    }),
  };
}
