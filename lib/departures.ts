import { type FieldChange, fieldChanges } from './manifest/changes';
import { compareText } from './manifest/order';
import { readManifests } from './manifest/yaml-reader';
import type { Finding } from './policy/finding';
import type { Synthesis } from './synthesis';

/** The id that `validate` reports under; not one of `rules`, which never see what is committed. */
export const DIST_IS_SYNTH = 'layout/dist-is-synth';

/** Where the committed files of an environment depart from what its class renders: edited by hand, forgotten, or left behind. */
export function departures({ environment, objects, files }: Synthesis, committed: ReadonlyMap<string, string>): Finding[] {
  const keys = new Map(objects.map(({ path, manifest }) => [path, manifest]));
  const finding = (path: string, message: string, field = ''): Finding => ({
    rule: DIST_IS_SYNTH,
    severity: 'error',
    environment,
    object: '',
    file: `dist/${environment}/${path}`,
    field,
    message,
    fix: `run "npm run synth -- --env ${environment}" and commit, or make the change in the classes`,
  });
  const findings: Finding[] = [];
  for (const [path, text] of files) {
    const found = committed.get(path);
    const manifest = keys.get(path);
    if (found === undefined) findings.push(finding(path, 'is missing'));
    else if (found !== text) {
      const fields = manifest === undefined ? [] : fieldChanges(manifest, readManifests(found).manifests[0]);
      if (fields.length === 0) findings.push(finding(path, 'is not what synth renders, in its text though not in its fields'));
      for (const change of fields) findings.push(finding(path, changeText(change), change.field));
    }
  }
  for (const path of committed.keys()) if (!files.has(path)) findings.push(finding(path, 'is rendered by no class'));
  return findings.sort((a, b) => compareText(a.file, b.file) || compareText(a.field, b.field));
}

/** A file of `dist` that belongs to no environment. */
export function stray(path: string): Finding {
  return {
    rule: DIST_IS_SYNTH,
    severity: 'error',
    environment: '',
    object: '',
    file: `dist/${path}`,
    field: '',
    message: 'belongs to no environment',
    fix: 'move it out of dist; whatever is there is delivered to a cluster',
  };
}

function changeText({ before, after }: FieldChange): string {
  if (after === undefined) return `is missing; synth renders ${JSON.stringify(before)}`;
  if (before === undefined) return `is ${JSON.stringify(after)}; synth renders no such field`;
  return `is ${JSON.stringify(after)}; synth renders ${JSON.stringify(before)}`;
}
