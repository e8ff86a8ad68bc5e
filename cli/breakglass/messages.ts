import { type Incident, incidentFile, Refusal } from '../../lib';

/** What `breakglass` refuses with, and what it says to do next. */

export function badRequest(problems: readonly string[]): Refusal {
  return new Refusal(['breakglass: nothing was done', ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

export function noRecord(environment: string, id: string, open: readonly string[]): Refusal {
  const there = open.length === 0 ? 'none is open there' : `open there: ${open.join(', ')}`;
  return new Refusal(`${incidentFile({ environment, id })}: there is no such record; ${there} (npm run breakglass -- list)`);
}

export function isClosedAlready({ id, closed }: Incident): Refusal {
  return new Refusal(`${id}: was closed on ${closed?.when} by ${closed?.by}; open another record, under an id of its own`);
}

export function otherRecord(incident: Incident, fields: readonly string[]): Refusal {
  return new Refusal(
    `${incidentFile(incident)}: is open, and its ${fields.join(', ')} ${fields.length === 1 ? 'is' : 'are'} not what was given; leave out what the record has, or open another one; --extend gives it a later end`,
  );
}

export function unreachableCluster(context: string, said: string): Refusal {
  return new Refusal(
    `${context}: its Applications cannot be asked for (${said}), so nothing can be paused; the record says so with --unreachable`,
  );
}

export function otherCluster({ id, environment, server }: Incident, found: string): Refusal {
  return new Refusal(
    `${id}: is a change of ${server}, and this is ${found}, which says nothing about it; if the API server has moved, run "npm run breakglass -- open --env ${environment} --id ${id}" there first`,
  );
}

export function staleDist(environment: string): Refusal {
  return new Refusal(
    `dist/${environment} or its locks are not what synth renders, so it is not known what the cluster shall have; run "npm run synth -- --env ${environment}" first`,
  );
}

export function notSteady(context: string, names: readonly string[]): Refusal {
  return new Refusal(
    `${context}: ${names.join(', ')} did not stay as they were set, so somebody else sets them; see who does (kubectl get application --output yaml --show-managed-fields), then run this again`,
  );
}

export function patchFailed(name: string, said: string): Refusal {
  return new Refusal(`Application ${name}: ${said}; run this again: it goes on with what is not done yet`);
}

export function toCommit(paths: readonly string[], message: string): string {
  return [`next: commit and merge it at once, e.g.`, `  git add ${paths.join(' ')} && git commit --message ${quoted(message)}`].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
