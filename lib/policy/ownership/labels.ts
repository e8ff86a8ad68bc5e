import { textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { topFolder } from '../../manifest/unit';
import type { Rule } from '../rule';

const TEAM = 'platform.kfm.example.org/team';
const MANAGER = 'app.kubernetes.io/managed-by';

/** What Argo CD reads belongs to the platform by its namespace and its folders. */
const OF_DELIVERY: ReadonlySet<string> = new Set(['apps', 'bootstrap']);

export const owned: Rule = {
  id: 'ownership/labels',
  title: 'Every object says which team owns it and that it is managed here',
  severity: 'error',
  rationale:
    'Whoever finds an object in a cluster at night has to find its owner and its source, and drift tells ours from others by these labels (requirements A20 to A23, A25).',
  requirements: ['A20', 'A21', 'A22', 'A25'],
  fix: 'give it the labels of its component (standardLabels) or of the platform (platformLabels), lib/tenancy/labels.ts',
  *check({ objects, facts }) {
    if (facts === undefined) return;
    const owners = new Set(facts.owners);
    for (const object of objects) {
      if (object.unit === undefined || OF_DELIVERY.has(topFolder(object.unit))) continue;
      const labels = valueAt(object.manifest, 'metadata.labels');
      const [team, manager] = [labelAt(labels, TEAM), labelAt(labels, MANAGER)];
      if (team === undefined) yield { object, field: `metadata.labels["${TEAM}"]`, message: 'is missing; expected the team that owns it' };
      else if (!owners.has(team))
        yield {
          object,
          field: `metadata.labels["${TEAM}"]`,
          message: `is ${team}, which the catalogue does not have; it has ${facts.owners.join(', ')}`,
        };
      if (manager !== 'desired-state')
        yield { object, field: `metadata.labels["${MANAGER}"]`, message: `is ${manager ?? 'missing'}; expected desired-state` };
    }
  },
};

/** The label itself has dots in its name. */
function labelAt(labels: unknown, key: string): string | undefined {
  return textAt({ label: (labels as Record<string, unknown> | undefined)?.[key] }, 'label');
}
