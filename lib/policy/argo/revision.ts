import { textAt } from '../../manifest/fields';
import { sourcesOf } from '../project/synced';
import type { Rule } from '../rule';
import type { World } from '../world';
import { applicationsOf, isChart, isTemplated } from './application-view';

export const sourceRevision: Rule = {
  id: 'argo/revision',
  title: 'A source is of a protected branch, or of one version of a chart',
  severity: 'error',
  rationale:
    'HEAD and ranges move without anybody having decided it here; a commit cannot name its own hash, so our own repository is read at its protected branch (hardening B2 and B3, check 53).',
  requirements: ['A26', 'B44'],
  fix: 'name the branch of envs/catalogue.ts for manifests, and the exact version for a chart',
  *check(world) {
    for (const { object, body, at } of applicationsOf(world)) {
      for (const { field, value } of sourcesOf(body)) {
        const message = problem(value, world);
        if (message !== undefined) yield { object, field: at(`${field}.targetRevision`), message };
      }
    }
  },
};

/** A whole version, as SemVer 2 has it, with the `v` that some charts write. */
const EXACT = /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/;

function problem(source: unknown, { facts }: World): string | undefined {
  const version = textAt(source, 'targetRevision') ?? '';
  if (isTemplated(version)) return undefined;
  if (isChart(source)) return EXACT.test(version) ? undefined : `is "${version}", not one version of a chart`;
  if (version === '' || version === 'HEAD') return `is "${version}", which is whatever the default branch is`;
  if (/[*^~<>]/.test(version)) return `is "${version}", a range of versions`;
  if (facts === undefined || textAt(source, 'repoURL') !== facts.repository.url || version === facts.repository.revision) return undefined;
  return `is "${version}"; the repository is read at ${facts.repository.revision}`;
}
