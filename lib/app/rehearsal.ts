import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KubeObject, type Typed } from '../construct/kube-object';
import { objectivesOf, type ServiceLevelProps } from '../observability/service-level';
import { type Component, endpointOf } from '../tenancy/component';
import { NetworkEdge } from '../tenancy/network-edge';
import { rehearsalAccess } from '../tenancy/team-access';
import { Cron } from '../workload/cron';
import { metadataOf } from '../workload/program';
import { REHEARSAL_SCRIPT } from './rehearsal-script';

const K6_IMAGE = 'docker.io/grafana/k6:1.7.1@sha256:4fd3a694926b064d3491d9b02b01cde886583c4931f1223816e3d9a7bdfa7e0f';

/** Where the script and the plan lie in the pod. */
const FILES = '/rehearsal';

/** So many requests a second, for so many seconds. */
export interface Step {
  readonly rate: number;
  readonly seconds: number;
}

/** Gentle, then as much as an ordinary day brings, then twice that: five minutes, and more requests than the budget of errors is coarse. */
const STEPS: readonly Step[] = [
  { rate: 10, seconds: 60 },
  { rate: 50, seconds: 120 },
  { rate: 100, seconds: 120 },
];

/** Seconds that the image may take to come, and the last answers. */
const REST = 300;

export interface RehearsalProps {
  /** Inside the cluster. */
  readonly url: string;
  /** Port of the component's pods. */
  readonly port: number;
  /** Read in turn: they change nothing, and answer without credentials. */
  readonly paths: readonly string[];
  /** What is promised, and what the measurements are held against. */
  readonly promise: ServiceLevelProps;
}

/**
 * Load on an HTTP API at growing rates, held against the objectives that it is watched by (requirement E15). A CronJob that never starts by
 * itself: `npm run rehearse` makes a Job of it. Its pod reaches the component and DNS, and holds no credentials.
 */
export class Rehearsal extends Construct {
  constructor(component: Component, { url, port, paths, promise }: RehearsalProps) {
    super(component, 'Rehearsal');
    const part = component.part(rehearsalOf(component.name));
    const files = metadataOf(part);
    const plan = { url, paths, steps: STEPS, objectives: objectivesOf(promise) };
    new KubeObject<k8s.KubeConfigMapProps>(component.runtime, 'RehearsalFiles', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: files,
      data: { 'plan.json': `${JSON.stringify(plan, null, 2)}\n`, 'rehearsal.js': REHEARSAL_SCRIPT },
    });
    new Cron(component.runtime, part.name, {
      part,
      platform: component.platform,
      schedule: 'never',
      container: {
        name: 'k6',
        image: K6_IMAGE,
        arguments: ['run', '--quiet', '--no-color', '--no-usage-report', '--address=', `${FILES}/rehearsal.js`],
        // Nothing is written to its home, and nothing is fetched.
        variables: { HOME: '/tmp', K6_AUTO_EXTENSION_RESOLUTION: 'false' },
        resources: { cpu: '500m', cpuLimit: '2', memory: '512Mi' },
        mounts: [{ name: 'files', mountPath: FILES, readOnly: true }],
      },
      volumes: [{ name: 'files', configMap: { name: files.name } }],
      deadline: STEPS.reduce((sum, { seconds }) => sum + seconds, REST),
      // A second attempt would be a second load, and the first one is the answer.
      retries: 0,
    });
    new NetworkEdge(component.policies, { from: endpointOf(part), to: component.endpoint, ports: [port], labels: component.labels });
    for (const manifest of rehearsalAccess(component.namespace, component.platform.catalogue)) {
      new KubeObject(component.policies, `${manifest.kind}-${manifest.metadata.name}`, manifest as Typed<Record<string, unknown>>);
    }
  }
}

/** The CronJob beside a component. */
export function rehearsalOf(component: string): string {
  return `${component}-rehearsal`;
}
