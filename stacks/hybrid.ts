import { Refusal } from '../lib';
import type { StackFacts } from './facts';
import { DataStores } from './modules/data-stores';
import { isServedInCluster } from './modules/git-server';
import { Nodes } from './modules/nodes';
import { Security } from './modules/security';
import { SeedStack } from './seed-stack';

/** Of a cluster that is not made here, and whose repository and secrets are real. */
export class HybridStack extends SeedStack {
  constructor(facts: StackFacts) {
    super('hybrid', facts);
    if (facts.mockSecrets.secrets.length > 0)
      throw new Refusal(`${facts.environment}: has mock secrets, which the stack "hybrid" does not make; seal them`);
    if (isServedInCluster(facts.repository))
      throw new Refusal(`${facts.environment}: reads ${facts.repository}, which only the stack "local" serves; expected a real repository`);
    new Nodes(this, facts);
    new Security(this, facts);
    new DataStores(this, facts);
  }
}
