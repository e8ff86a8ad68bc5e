import { clusters } from '../../envs/clusters';
import { secrets } from '../../envs/local/secrets';
import { mockPlan } from '../../lib';
import type { StackFacts } from '../../stacks';

/** What a local cluster is seeded by. */
export const LOCAL: StackFacts = {
  environment: 'local',
  cluster: clusters.local,
  repository: 'http://git.seed.svc.cluster.local/desired-state.git',
  mockSecrets: mockPlan(Object.values(secrets)),
  scripts: { gitServer: '// serves', mockSecrets: '{}' },
};

/** What a cluster that is not made here is seeded by. */
export const STAGE: StackFacts = {
  ...LOCAL,
  environment: 'stage',
  cluster: clusters.stage,
  repository: 'https://git.kfm.example.org/platform/desired-state.git',
  mockSecrets: { secrets: [] },
};
