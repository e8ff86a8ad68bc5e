import { resolve } from 'node:path';
import {
  argo,
  Catalogue,
  Ceiling,
  Edge,
  Environment,
  isRed,
  KubeObject,
  mock,
  type Rule,
  rules,
  Sync,
  synthesize,
  UnitChart,
} from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { publish } from '../ports/publish';
import { printFindings } from '../report/findings';
import { componentObjects, NAMESPACES, namespaceOf } from './objects';

const ZONES = Array.from({ length: NAMESPACES }, (_, index) => namespaceOf(index));
const PEOPLE = { group: 'bench', reviewers: '@bench' };
const QUOTA = { cpu: '1k', cpuLimit: '2k', memory: '1Ti', pods: 10_000 };

const STOCK = Ceiling.platform({ zones: ZONES, addOns: [], charts: [] });

/** Every component keeps all that it has in one unit, which only the platform's project may deliver. */
const CEILING: Ceiling = { ...STOCK, namespacedKinds: [...STOCK.namespacedKinds, ...Ceiling.team('bench').namespacedKinds] };

/** An environment of many components, each a unit of its own. */
class BenchEnvironment extends Environment {
  constructor(components: number) {
    super({
      name: 'bench',
      catalogue: new Catalogue({
        partOf: 'bench',
        repository: { url: 'https://git.example.org/bench.git', revision: 'main', path: 'dist', pages: 'https://git.example.org/bench' },
        namespaces: Object.fromEntries(ZONES.map((zone) => [zone, { team: 'bench', tier: 'api' as const }])),
        components: {},
        registries: ['registry.example.org/'],
        stores: {},
        boundaries: { platform: PEOPLE, security: PEOPLE, release: PEOPLE },
        teams: { bench: PEOPLE },
        projects: {
          platform: CEILING,
          security: Ceiling.security(...ZONES),
          bench: Ceiling.team('bench', ...ZONES),
        },
      }),
      cluster: {
        name: 'bench',
        kubernetes: '1.34',
        domain: 'example.org',
        edge: Edge.gateway(),
        certificates: 'self-signed',
        storageClass: { name: 'standard', provisioner: 'example.org/disk' },
        scratchClass: 'scratch',
        kubelets: 'self-signed',
        nodePools: {},
        ranges: {
          apiServer: ['10.0.1.0/28'],
          nodes: ['10.0.0.0/24'],
          pods: ['10.1.0.0/16'],
          services: ['10.2.0.0/16'],
          internal: ['10.3.0.0/24'],
        },
        apiServerPort: 6443,
        operations: { onCall: 'nobody', escalation: 'nobody', secrets: 'mock', promotion: 'none' },
        brings: [],
        dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
        provides: ['argoproj.io'],
      },
      delivery: argo({
        sync: Sync.automated(),
        cascade: true,
        notifications: { secret: mock('argocd', 'argocd-notifications-secret', 'slack-token'), channel: 'bench' },
      }),
      purpose: 'development',
      locked: false,
      audience: 'internal',
      size: 'small',
      highlyAvailable: false,
      encrypted: false,
      data: 'synthetic',
      quotas: Object.fromEntries(ZONES.map((zone) => [zone, QUOTA])),
    });
    // The peer has the components alone.
    this.node.tryRemoveChild('policies-admission');
    for (let index = 0; index < components; index++) {
      const name = `app-${index}`;
      const unit = new UnitChart(this, {
        folder: `workloads/${name}`,
        component: name,
        project: 'platform',
        namespace: namespaceOf(index),
      });
      for (const [position, object] of componentObjects(index).entries()) new KubeObject(unit, `${position}`, object);
    }
  }
}

/** Which rules a measurement includes. */
const GATES = {
  schemas: rules.filter(({ id }) => id.startsWith('schema/') || id.startsWith('api-removal/')),
  all: rules,
} as const satisfies Record<string, readonly Rule[]>;

export interface SubjectOptions {
  readonly components: string;
  readonly out: string;
}

/** What the benchmarks time as ours: the same way as `synth`, from the class to the swap, with its peak of memory as the result. */
export async function subject(
  gates: keyof typeof GATES,
  { components, out }: SubjectOptions,
  { fs, terminal }: CommandContext,
): Promise<ExitCode> {
  const synthesis = synthesize(new BenchEnvironment(Number(components)), { gates: GATES[gates] });
  if (isRed(synthesis.judgement)) {
    printFindings(synthesis.judgement.findings.slice(0, 10), terminal);
    return 1;
  }
  publish({ fs, root: resolve(out), files: synthesis.files, covers: () => true, say: terminal.say });
  terminal.result(String(process.resourceUsage().maxRSS));
  return 0;
}
