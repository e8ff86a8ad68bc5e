import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { projectsOf } from './project-view';

export const signatures: Rule = {
  id: 'argo/signatures',
  title: 'A project that asks for signed commits asks in one way, and strictly',
  severity: 'error',
  rationale:
    'A check that is half configured reads like protection; a project may do without it, since the revision is a protected branch (hardening A8).',
  requirements: ['A24', 'B25'],
  fix: 'use spec.sourceIntegrity with repositories, keys and the mode strict, and leave spec.signatureKeys out',
  *check(world) {
    for (const object of projectsOf(world)) {
      for (const [field, message] of problems(object.manifest)) yield { object, field: `spec.${field}`, message };
    }
  },
};

/** A key by its long identifier or its fingerprint. */
const KEY = /^([0-9A-Fa-f]{16}|[0-9A-Fa-f]{40})$/;

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
