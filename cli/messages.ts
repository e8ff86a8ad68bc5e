import { Refusal } from '../lib';

/** Messages of the command line; those of the library are in lib/errors.ts. */

export function lockHeld(path: string, owner: string): Refusal {
  return new Refusal(`${path}: process ${owner} is publishing; wait for it, or remove the file if that process is gone`);
}

export function notADirectory(root: string, kind: string): Refusal {
  return new Refusal(`${root}: is a ${kind === 'link' ? 'symbolic link' : kind}, expected a directory; move it away and run synth again`);
}

const MOST_LISTED = 10;

export function foreignFiles(root: string, foreign: ReadonlyMap<string, string>): Refusal {
  const lines = [...foreign].slice(0, MOST_LISTED).map(([path, why]) => `  ${root}/${path} ${why}`);
  if (foreign.size > MOST_LISTED) lines.push(`  and ${foreign.size - MOST_LISTED} more`);
  return new Refusal([`${root}: holds files that synth did not make, so it is left as it is; move them away`, ...lines].join('\n'));
}

export function unknownEnvironment(name: string, hint: string): Refusal {
  return new Refusal(`there is no environment "${name}"; ${hint}`);
}

export function notAFolder(path: string): Refusal {
  return new Refusal(`${path}: is no folder; name one that holds manifests`);
}

export function unknownKubernetes(version: string, known: readonly string[]): Refusal {
  return new Refusal(`--kubernetes ${version}: there are schemas for ${known.join(', ')}`);
}

export function noSuchObject(environment: string, wanted: string, hint: string): Refusal {
  return new Refusal(`${environment} has no object ${wanted}; ${hint}`);
}

export function ambiguousObject(wanted: string, candidates: readonly string[]): Refusal {
  return new Refusal(`${wanted} could be any of ${candidates.join(', ')}; name the one by KIND/NAMESPACE/NAME`);
}

export function badSecretName(problem: string): Refusal {
  return new Refusal(`seal: ${problem}`);
}

export function noValues(): Refusal {
  return new Refusal('seal: there is no value to seal; give --from-file KEY=PATH or --from-stdin KEY');
}

export function unreadableValue(key: string, what: string): Refusal {
  return new Refusal(`seal: the value of "${key}" ${what}; nothing was written`);
}

export function badCertificate(path: string, cause: string): Refusal {
  return new Refusal(`${path}: is no certificate to seal with (${cause}); fetch it with kubeseal --fetch-cert`);
}

export function sealedForAnother(path: string, owner: string): Refusal {
  return new Refusal(
    `${path}: is sealed for ${owner}, and a sealed value opens under that name only; choose another --name or remove the file`,
  );
}

export function badRuns(runs: string): Refusal {
  return new Refusal(`--runs ${runs}: expected a whole number of at least 1`);
}

export function leavesTree(root: string, path: string): Refusal {
  return new Refusal(`${root}: the path "${path}" would leave it; nothing was written`);
}

export function unreadableSealedFile(path: string, cause: string): Refusal {
  return new Refusal(`${path}: cannot be read (${cause}); mend or remove it, then seal again`);
}

export function badOutput(out: string): Refusal {
  return new Refusal(`--out "${out}": expected a folder outside dist; leave it out to render into dist`);
}
