import { listAt, textAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import type { WorldObject } from '../world-object';
import { isPattern, isPlatform, PLATFORM, projectsOf, reachesArgoCd, repeated } from './project-view';

export const projectDestinations: Rule = {
  id: 'argo/destinations',
  title: 'A project names each cluster and namespace that it delivers to, and only the platform delivers to Argo CD',
  severity: 'error',
  rationale:
    '"Projects with access to the namespace in which Argo CD is installed effectively have admin-level privileges"; server and name of an item are matched each for itself (hardening A3, check 48).',
  requirements: ['B8', 'B25', 'B27'],
  fix: 'list one server, or one name, and one namespace for each destination',
  *check(world) {
    for (const object of projectsOf(world)) {
      const items = listAt(object.manifest, 'spec.destinations');
      const again = repeated(items, (item) => JSON.stringify(['server', 'name', 'namespace'].map((key) => textAt(item, key) ?? '')));
      for (const [index, item] of items.entries()) {
        const field = `spec.destinations[${index}]`;
        if (again.has(index)) yield { object, field, message: 'stands there a second time, which Argo CD rejects' };
        for (const [key, message] of problems(object, item)) yield { object, field: `${field}${key}`, message };
      }
    }
  },
};

function* problems(project: WorldObject, destination: unknown): Iterable<[key: string, message: string]> {
  const [server = '', name = '', namespace = ''] = ['server', 'name', 'namespace'].map((key) => textAt(destination, key));
  if (server === '' && name === '') yield ['', 'names no cluster'];
  if (server !== '' && name !== '') yield ['', 'has a server and a name, and permits either cluster'];
  if (isPattern(server)) yield ['.server', `is "${server}", not one cluster`];
  if (isPattern(name)) yield ['.name', `is "${name}", not one cluster`];
  if (namespace === '') yield ['', 'names no namespace'];
  else if (!isPlatform(project) && reachesArgoCd(namespace)) {
    yield ['.namespace', `is "${namespace}", which reaches Argo CD's own; only the project ${PLATFORM} may`];
  } else if (isPattern(namespace)) yield ['.namespace', `is "${namespace}", not one namespace`];
}
