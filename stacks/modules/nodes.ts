import { Labels } from '@cdktf/provider-kubernetes/lib/labels';
import { TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import { POOL } from '../../lib';
import type { StackFacts } from '../facts';
import { variable } from '../seed-stack';

/** Labels of nodes that say which pool they are of (requirement E36). Architecture is the kubelet's to say. */
export class Nodes extends Construct {
  constructor(scope: Construct, { cluster }: Pick<StackFacts, 'cluster'>) {
    super(scope, 'nodes');
    const pools = Object.keys(cluster.nodePools);
    const nodes = variable(this, 'nodes', {
      type: 'map(string)',
      description: `Pool of each node, by the node's name; pools of ${cluster.name}: ${pools.join(', ')}.`,
      default: {},
      validation: [
        {
          condition: `\${alltrue([for pool in values(var.nodes) : contains(${JSON.stringify(pools)}, pool)])}`,
          errorMessage: `A node is of one of the pools ${pools.join(', ')}.`,
        },
      ],
    });
    const each = TerraformIterator.fromMap(nodes.value);
    new Labels(this, 'pool', {
      forEach: each,
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: each.key },
      labels: { [POOL]: each.value },
      // A kubelet of kind or k3d may have set the same label when its node joined.
      force: true,
    });
  }
}
