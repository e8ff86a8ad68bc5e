import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Construct } from 'constructs';
import { GIT_SERVER, sha256 } from '../../lib';
import { NODE_IMAGE } from '../images';
import { MANAGED, podLabels } from '../labels';
import { HARDENED_CONTAINER, HARDENED_POD, PATIENCE, RESOURCES } from '../pod';
import { literal } from '../text';
import { SEED, type SeedNamespace } from './seed-namespace';

export interface GitServerProps {
  /** Text of stacks/scripts/git-server.js. */
  readonly script: string;
  readonly seed: SeedNamespace;
}

const { name: NAME, readPort: READ_PORT, writePort: WRITE_PORT } = GIT_SERVER;
const SCRIPT = 'git-server.js';

/** What the pods of Argo CD that read repositories are called. */
const READER = 'argocd-repo-server';

/** Whether a repository is read from the server here. */
export function isServedInCluster(repository: string): boolean {
  return repository.startsWith(new URL('/', GIT_SERVER.url).href);
}

/** A Git server that shows the working tree to Argo CD, and to nobody else. It remembers nothing: what it shows is pushed again. */
export class GitServer extends Construct {
  constructor(scope: Construct, { script, seed }: GitServerProps) {
    super(scope, 'git-server');
    const metadata = { namespace: SEED, name: NAME, labels: { ...MANAGED, ...podLabels(NAME) } };
    const scripts = new ConfigMapV1(this, 'script', {
      dependsOn: [...seed.ready],
      metadata: { ...metadata, name: 'git-server' },
      data: { [SCRIPT]: literal(script) },
    });
    const reading = new NetworkPolicyV1(this, 'reading', {
      dependsOn: [...seed.ready],
      metadata,
      spec: {
        podSelector: { matchLabels: podLabels(NAME) },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'argocd' } },
                podSelector: { matchLabels: podLabels(READER) },
              },
            ],
            ports: [{ protocol: 'TCP', port: `${READ_PORT}` }],
          },
        ],
      },
    });
    new ServiceV1(this, 'service', {
      dependsOn: [...seed.ready],
      metadata,
      spec: {
        type: 'ClusterIP',
        selector: podLabels(NAME),
        port: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: `${READ_PORT}` }],
      },
    });
    new DeploymentV1(this, 'deployment', {
      dependsOn: [...seed.ready, scripts, reading],
      metadata,
      spec: {
        replicas: '1',
        progressDeadlineSeconds: 900,
        // Two would show two states of the repository.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: podLabels(NAME) },
        template: {
          metadata: {
            labels: metadata.labels,
            annotations: { 'platform.kfm.example.org/script': sha256(script) },
          },
          spec: {
            ...HARDENED_POD,
            automountServiceAccountToken: false,
            container: [
              {
                ...HARDENED_CONTAINER,
                name: NAME,
                image: NODE_IMAGE,
                command: ['node', `/scripts/${SCRIPT}`],
                env: [
                  { name: 'GIT_ROOT', value: '/repositories' },
                  { name: 'READ_PORT', value: `${READ_PORT}` },
                  { name: 'WRITE_PORT', value: `${WRITE_PORT}` },
                ],
                port: [{ name: 'http', protocol: 'TCP', containerPort: READ_PORT }],
                readinessProbe: { httpGet: { path: '/healthz', port: `${READ_PORT}` }, periodSeconds: 2 },
                resources: RESOURCES,
                volumeMount: [
                  { name: 'scripts', mountPath: '/scripts', readOnly: true },
                  { name: 'repositories', mountPath: '/repositories' },
                  { name: 'tmp', mountPath: '/tmp' },
                ],
              },
            ],
            volume: [
              { name: 'scripts', configMap: { name: 'git-server' } },
              { name: 'repositories', emptyDir: { sizeLimit: '512Mi' } },
              { name: 'tmp', emptyDir: { sizeLimit: '128Mi' } },
            ],
          },
        },
      },
      timeouts: PATIENCE,
    });
  }
}
