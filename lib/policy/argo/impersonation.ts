import { listAt, textAt } from '../../manifest/fields';
import { matchesGlob } from '../project/glob';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { isPattern, projectsOf, repeated } from './project-view';
import { settingsOf } from './settings';

const ENABLED = 'application.sync.impersonation.enabled';
const ENFORCED = 'application.sync.impersonation.enforced';

export const impersonation: Rule = {
  id: 'argo/impersonation',
  title: 'Where Argo CD syncs as service accounts, each destination has its own, and all of them are used',
  severity: 'warning',
  rationale:
    'Without it every sync has the rights of the control plane, but a half of it only looks like more: accounts that are not enabled, or a destination without one (hardening A7). A platform that does not use it has nothing to answer here: projects and admission bound what a sync may do.',
  requirements: ['A33', 'B8'],
  fix: `give each destination one account by name, and set ${ENABLED} and ${ENFORCED} to "true" in argocd-cm`,
  *check(world) {
    for (const object of projectsOf(world)) yield* vague(object);
    const settings = settingsOf(world, 'argocd-cm');
    const accounted = projectsOf(world).find(({ manifest }) => accountsOf(manifest).length > 0);
    for (const { object, values, at } of settings) {
      const isEnabled = values.get(ENABLED) === 'true';
      // Where it is absent Argo CD takes it as true.
      const isEnforced = (values.get(ENFORCED) ?? 'true') === 'true';
      if (!isEnabled && accounted !== undefined) {
        yield {
          object,
          field: at(ENABLED),
          message: `is not "true", so the accounts of the project ${accounted.manifest.metadata.name} are not used`,
        };
      }
      if (isEnabled && !isEnforced) {
        yield {
          object,
          field: at(ENFORCED),
          message: 'is not "true", so what has no account is synced with the rights of the control plane',
        };
      }
    }
    if (settings.some(({ values }) => values.get(ENABLED) === 'true')) yield* withoutAccount(world);
  },
};

function accountsOf(project: unknown): readonly unknown[] {
  return listAt(project, 'spec.destinationServiceAccounts');
}

function* vague(object: WorldObject): Iterable<Violation> {
  const accounts = accountsOf(object.manifest);
  const again = repeated(accounts, (item) => JSON.stringify(['server', 'namespace'].map((key) => textAt(item, key) ?? '')));
  for (const [index, item] of accounts.entries()) {
    const field = `spec.destinationServiceAccounts[${index}]`;
    if (again.has(index)) yield { object, field, message: 'is a second account of a destination, of which the first is used' };
    for (const key of ['server', 'namespace', 'defaultServiceAccount']) {
      const text = textAt(item, key) ?? '';
      if (text === '' || isPattern(text)) yield { object, field: `${field}.${key}`, message: `is "${text}"; expected one by name` };
    }
  }
}

function* withoutAccount(world: World): Iterable<Violation> {
  for (const object of projectsOf(world)) {
    const accounts = accountsOf(object.manifest);
    for (const [index, destination] of listAt(object.manifest, 'spec.destinations').entries()) {
      const isServed = accounts.some((item) =>
        ['server', 'namespace'].every((key) => matchesGlob(textAt(item, key) ?? '', textAt(destination, key) ?? '')),
      );
      if (!isServed) yield { object, field: `spec.destinations[${index}]`, message: 'has no service account that it is synced as' };
    }
  }
}
