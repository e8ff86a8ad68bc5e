import { Refusal } from '../../lib';
import { clusterLine, type Place } from './hint';

/** Messages of `drift`; those that every command shares are in cli/messages.ts. */

export function unreachable(context: string, said: string): Refusal {
  return new Refusal(
    `${context}: the API server does not say what it serves, so nothing can be told of drift; expected an answer to kubectl api-resources; ${said}`,
  );
}

export function unreadableDist(folder: string, problems: readonly string[]): Refusal {
  const listed = problems.map((problem) => `  ${problem}`);
  return new Refusal([`${folder}: cannot be compared with a cluster; run "npm run synth", then this again`, ...listed].join('\n'));
}

export function noManifests(folder: string): Refusal {
  return new Refusal(`${folder}: has no manifest; expected what "npm run synth" renders, so that nothing would pass for no drift`);
}

export function noAnswer(what: string, said: string): string {
  return `kubectl ${what} answered with no JSON${said === '' ? '' : `: ${said}`}`;
}

export function noDefinition(kind: string, apiVersion: string): string {
  return `the server has no definition of ${kind} in ${apiVersion}`;
}

export function partialDiscovery(said: string): string {
  return `the server did not name all that it serves: ${said}`;
}

export function notInAnswer(): string {
  return 'the dry run did not answer for it';
}

export function nothingRecorded(): string {
  return 'its managedFields are empty, so what was added to it cannot be told; the next sync by Argo CD fills them';
}

export function stackUnapplied(place: Place): string {
  return `no stack was applied to ${place.context} from here, so nothing can be told of it; "${clusterLine(place, 'seed')}" applies it, "--only manifests" does not ask for it`;
}

export function twoEnvironments(argument: string, option: string): Refusal {
  return new Refusal(`drift ${argument} --env ${option}: two environments; expected one, e.g. drift ${argument}`);
}

export function planFailed(said: string): string {
  return `terraform plan: ${said}`;
}
