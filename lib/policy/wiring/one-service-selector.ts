import { entriesAt, listAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';

export const oneServiceSelector: Rule = {
  id: 'wiring/one-service-selector',
  title: 'No two Services of a namespace lead to the same pods and ports',
  severity: 'error',
  rationale:
    'The second is a leftover or a slip of the pen: policies, monitors and alerts follow only one of them (hardening 2, Wiring: unique Service selector).',
  requirements: ['A3'],
  fix: 'remove one of them, or let it lead to other ports',
  *check(world) {
    const first = new Map<string, string>();
    for (const object of world.ofType('/Service')) {
      const { manifest } = object;
      const labels = entriesAt(manifest, 'spec.selector').map(([key, value]) => `${key}=${value}`);
      if (labels.length === 0) continue;
      const ports = listAt(manifest, 'spec.ports').map((port) => [
        valueAt(port, 'protocol') ?? 'TCP',
        valueAt(port, 'targetPort') ?? valueAt(port, 'port'),
      ]);
      // A StatefulSet has a headless Service for its names and often one more that spreads calls.
      const isHeadless = valueAt(manifest, 'spec.clusterIP') === 'None';
      const key = JSON.stringify([world.namespaceOf(object), isHeadless, labels.sort(), ports.map((port) => port.join(' ')).sort()]);
      const other = first.get(key);
      if (other === undefined) first.set(key, manifest.metadata.name);
      else yield { object, field: 'spec.selector', message: `is that of the Service ${other}, and so are the ports` };
    }
  },
};
