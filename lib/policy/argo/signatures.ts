import { entriesAt, listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Rule } from '../rule';
import type { World } from '../world';
import { projectsOf } from './project-view';
import { argoCdCharts } from './settings';

/** Where Argo CD has its keys: a ConfigMap, with a key by its long identifier. */
const KEYRING = 'argocd-gpg-keys-cm';

export const signatures: Rule = {
  id: 'argo/signatures',
  title: 'A project that asks for signed commits asks in one way, strictly, and for keys that Argo CD has',
  severity: 'error',
  rationale:
    'A check that is half configured reads like protection; a project may do without it, since the revision is a protected branch (hardening A8).',
  requirements: ['A24', 'B25'],
  fix: `use spec.sourceIntegrity with repositories, keys of ${KEYRING} and the mode strict, and leave spec.signatureKeys out`,
  *check(world) {
    const keyring = keyringOf(world);
    for (const object of projectsOf(world)) {
      for (const [field, message] of problems(object.manifest)) yield { object, field: `spec.${field}`, message };
      if (keyring === undefined) continue;
      for (const [field, id] of keysOf(object.manifest)) {
        if (keyring.has(shortOf(id))) continue;
        yield { object, field: `spec.${field}`, message: `is ${id}, which ${KEYRING} does not hold, so that no commit is good enough` };
      }
    }
  },
};

/** A key by its long identifier or its fingerprint. */
const KEY = /^([0-9A-Fa-f]{16}|[0-9A-Fa-f]{40})$/;

/** A fingerprint ends in the identifier. */
function shortOf(id: string): string {
  return id.slice(-16).toUpperCase();
}

/** The keys that Argo CD gets; undefined where nothing here says which. */
function keyringOf(world: World): ReadonlySet<string> | undefined {
  const map = world.tryFind('/ConfigMap', ARGO_CD_NAMESPACE, KEYRING);
  const charts = argoCdCharts(world).filter(({ object }) => object.unit !== undefined);
  if (map === undefined && charts.length === 0) return undefined;
  const ids = [...entriesAt(map?.manifest, 'data'), ...charts.flatMap(({ values }) => entriesAt(values, 'configs.gpg.keys'))];
  return new Set(ids.map(([id]) => shortOf(id)));
}

/** The keys that a project asks for, as far as they are written as such, with their fields. */
function keysOf(project: unknown): [field: string, id: string][] {
  const legacy = listAt(project, 'spec.signatureKeys').map(
    (key, index) => [`signatureKeys[${index}].keyID`, textAt(key, 'keyID')] as const,
  );
  const keys = listAt(project, 'spec.sourceIntegrity.git.policies').flatMap((policy, index) =>
    listAt(policy, 'gpg.keys').map((key, at) => [`sourceIntegrity.git.policies[${index}].gpg.keys[${at}]`, key] as const),
  );
  return [...legacy, ...keys].flatMap(([field, id]) => (typeof id === 'string' && KEY.test(id) ? [[field, id]] : []));
}

function* problems(project: unknown): Iterable<[field: string, message: string]> {
  const keys = listAt(project, 'spec.signatureKeys');
  const integrity = valueAt(project, 'spec.sourceIntegrity');
  if (integrity !== undefined && keys.length > 0) yield ['signatureKeys', 'stands beside sourceIntegrity; expected one of them'];
  for (const [index, key] of keys.entries()) {
    const id = textAt(key, 'keyID') ?? '';
    if (!KEY.test(id)) yield [`signatureKeys[${index}].keyID`, `is "${id}", not 16 or 40 hexadecimal digits`];
  }
  if (integrity === undefined) return;
  const policies = listAt(integrity, 'git.policies');
  if (policies.length === 0) yield ['sourceIntegrity.git.policies', 'is empty, so nothing is checked'];
  for (const [index, policy] of policies.entries()) {
    const field = `sourceIntegrity.git.policies[${index}]`;
    if (listAt(policy, 'repos').length === 0) yield [`${field}.repos`, 'is empty, so the policy holds for nothing'];
    const mode = textAt(policy, 'gpg.mode') ?? '';
    if (mode !== 'strict') yield [`${field}.gpg.mode`, `is "${mode}"; expected strict`];
    if (listAt(policy, 'gpg.keys').length === 0) yield [`${field}.gpg.keys`, 'is empty'];
  }
}
