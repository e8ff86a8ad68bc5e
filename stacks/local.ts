import type { StackFacts } from './facts';
import { DataStores } from './modules/data-stores';
import { GitServer, isServedInCluster } from './modules/git-server';
import { MockSecrets } from './modules/mock-secrets';
import { Nodes } from './modules/nodes';
import { Security } from './modules/security';
import { SeedNamespace } from './modules/seed-namespace';
import { SeedStack } from './seed-stack';

/** Of a cluster that kind or k3d makes: besides what every cluster needs, the programs that stand in for what is elsewhere. */
export class LocalStack extends SeedStack {
  constructor(facts: StackFacts) {
    super('local', facts);
    new Nodes(this, facts);
    new Security(this, facts);
    new DataStores(this, facts);
    const servesGit = isServedInCluster(facts.repository);
    const mocksSecrets = facts.mockSecrets.secrets.length > 0;
    if (!servesGit && !mocksSecrets) return;
    const seed = new SeedNamespace(this, facts);
    if (servesGit) new GitServer(this, { script: facts.scripts.gitServer, seed });
    if (mocksSecrets) new MockSecrets(this, { plan: facts.mockSecrets, script: facts.scripts.mockSecrets, cluster: facts.cluster, seed });
  }
}
