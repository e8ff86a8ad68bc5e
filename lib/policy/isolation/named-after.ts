import type { Neighbour } from '../platform-facts';
import type { Rule } from '../rule';
import { mentions } from './hosts';

export const namedAfter: Rule = {
  id: 'isolation/named-after',
  title: "No program is told of what is named after another environment's cluster: a bucket of backups, a database",
  severity: 'error',
  rationale:
    'A restore that reads the bucket of production brings its data here; a backup that writes there replaces it (requirement A13: no sensitive datasets, backups, artifacts).',
  requirements: ['A9', 'A13'],
  fix: "take the name from the cluster's own facts in envs/clusters.ts",
  *check(world) {
    const { facts } = world;
    if (facts === undefined || facts.neighbours.length === 0) return;
    const others = facts.neighbours.filter(({ cluster }) => cluster !== facts.cluster);
    for (const { object, field, text } of mentions(world)) {
      const candidates = others.filter(({ cluster }) => text.includes(cluster));
      if (candidates.length === 0) continue;
      for (const word of new Set(text.match(WORDS))) {
        const owner = ownerOf(word, candidates);
        if (owner === undefined || (isNamedAfter(word, facts.cluster) && facts.cluster.length > owner.cluster.length)) continue;
        yield { object, field, message: `names ${word}, which is named after the cluster of ${owner.environment}` };
      }
    }
  },
};

const WORDS = /[A-Za-z0-9_-]+/g;

/** The one with the longest name, since names of clusters may begin alike. */
function ownerOf(word: string, others: readonly Neighbour[]): Neighbour | undefined {
  const [longest] = others.filter(({ cluster }) => isNamedAfter(word, cluster)).sort((a, b) => b.cluster.length - a.cluster.length);
  return longest;
}

function isNamedAfter(word: string, cluster: string): boolean {
  return word === cluster || word.startsWith(`${cluster}-`);
}
