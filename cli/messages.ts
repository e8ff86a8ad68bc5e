import { Refusal } from '../lib';

/** Messages of the command line; those of the library are in lib/errors.ts. */

export function lockHeld(path: string, owner: string): Refusal {
  return new Refusal(`${path}: process ${owner} is publishing; wait for it, or remove the file if that process is gone`);
}

export function notADirectory(root: string, kind: string): Refusal {
  return new Refusal(`${root}: is a ${kind === 'link' ? 'symbolic link' : kind}, expected a directory; move it away and run synth again`);
}

export function notWritable(directory: string): Refusal {
  return new Refusal(`${directory}: this user may not change it, so the tree is left as it is; chmod u+w or chown it and run synth again`);
}

export function notFlushed(directory: string): Refusal {
  return new Refusal(`${directory}: the program sync failed, so nobody knows what is on the disk; the old tree stays, run synth again`);
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

export function noPlaceFor(path: string, what: string): Refusal {
  return new Refusal(`${path}: expected ${what}, and found none to work on; nothing was written, so write it there by hand`);
}

export function changedMeanwhile(path: string): Refusal {
  return new Refusal(`${path}: changed while this ran, or is there already; nothing was written, run it again`);
}

export function doesNotRender(output: string): Refusal {
  return new Refusal(
    `nothing was written, since with it the project does not render; npm run validate says what is amiss without it:\n${output.trim()}`,
  );
}

export function badNewName(name: string, problem: string): Refusal {
  return new Refusal(`new ${name}: ${problem}; nothing was written`);
}

export function badOption(option: string, value: string, expected: string): Refusal {
  return new Refusal(`--${option} ${value}: expected ${expected}; nothing was written`);
}

export function tooManyLines(path: string, lines: number, most: number): Refusal {
  return new Refusal(
    `${path}: would have ${lines} lines, and ${most} are the most that fit on a page; move its releases to releases.ts beside it, which is edited as well; nothing was written`,
  );
}

export function notInPromotion(name: string, follows: string): Refusal {
  return new Refusal(
    `--env ${name}: ${name} follows ${follows}, and what is new arrives where nothing is followed; expected such an environment, and promote from there; nothing was written`,
  );
}

export function noSecretsOf(model: string): Refusal {
  return new Refusal(`envs/${model}/secrets.ts: expected an export "secrets" with the secrets of ${model} by key; nothing was written`);
}

export function foreignFile(path: string, command: string, kind: string): Refusal {
  const what = kind === 'file' ? `was not made by npm run ${command}` : `is a ${kind === 'link' ? 'symbolic link' : kind}, expected a file`;
  return new Refusal(`${path}: ${what}, so it is left as it is; move it away and run ${command} again`);
}

export function notARepository(root: string): Refusal {
  return new Refusal(`${root}: is not in a git repository, and what was committed cannot be asked; clone it with git`);
}

export function gitFailed(args: readonly string[], cause: string): Refusal {
  return new Refusal(`git ${args.slice(0, 2).join(' ')} failed: ${cause || 'without a word'}`);
}

const RELEASE_CALL = "release('VERSION', 'sha256:DIGEST')";

export function notAReleaseCall(path: string, component: string, found: string): Refusal {
  return new Refusal(
    `${path}: the release of "${component}" is ${found}; expected ${RELEASE_CALL} with both written out, since that is what is edited; write it so and run this again; nothing was written`,
  );
}

export function notAReleaseEntry(path: string, found: string): Refusal {
  return new Refusal(
    `${path}: among the releases stands ${found}; expected a line NAME: ${RELEASE_CALL} for each component; write it so and run this again; nothing was written`,
  );
}

export function twoReleaseLines(path: string, component: string): Refusal {
  return new Refusal(`${path}: has two releases of "${component}", of which the last one counts; remove one; nothing was written`);
}

export function noReleaseLine(path: string, component: string, nearest: string | undefined, known: readonly string[]): Refusal {
  const hint = nearest === undefined ? `known are ${known.join(', ') || 'none'}` : `did you mean "${nearest}"?`;
  return new Refusal(
    `${path}: has no release of "${component}"; ${hint}; stores and shared components have none and are promoted with --config-only; nothing was written`,
  );
}

export function releaseLineThere(path: string, component: string): Refusal {
  return new Refusal(`${path}: has a release of "${component}" already; expected none; nothing was written`);
}

export function detachedHead(): Refusal {
  return new Refusal('HEAD is detached, so a commit of the promotion would be on no branch; check out a branch, or say --detached');
}

export function alreadyDirty(paths: readonly string[]): Refusal {
  const listed = paths.slice(0, MOST_LISTED).map((path) => `  ${path}`);
  if (paths.length > MOST_LISTED) listed.push(`  and ${paths.length - MOST_LISTED} more`);
  return new Refusal(
    [
      'these files have changes that are not committed and would be changed as well; commit or stash them first; nothing was written',
      ...listed,
    ].join('\n'),
  );
}

export function badPromotion(problem: string): Refusal {
  return new Refusal(`promote: ${problem}; nothing was written`);
}

export function unknownComponent(environment: string, component: string, nearest: string | undefined, known: readonly string[]): Refusal {
  const hint = nearest === undefined ? `it has ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return new Refusal(`${environment} has no component "${component}"; ${hint}; nothing was written`);
}

export function heldLine(path: string, component: string, reason: string): Refusal {
  return new Refusal(
    `${path}: ${component} is held (${reason}); ask who held it, and say --force to promote it all the same; nothing was written`,
  );
}

export function editMissed(path: string, component: string, expected: string, found: string): Refusal {
  return new Refusal(
    `${path}: after the edit the class runs ${component} ${found}, expected ${expected}; write the line out as NAME: release('VERSION', 'sha256:…') and use it in the class; nothing was written`,
  );
}

export function unknownRef(ref: string): Refusal {
  return new Refusal(
    `--base ${ref}: names no commit of this clone; expected a branch, tag or commit, and git fetch brings what is missing`,
  );
}

export function sameEnvironment(first: string, second: string): Refusal {
  const names = first === second ? `${first} twice` : `${first} and ${second}, which are one environment`;
  return new Refusal(`compare: got ${names}; expected two environments, e.g. compare dev stage`);
}

/** What to do where a gate is red for the bytes of a version, which are older than it. */
export function olderThanGates(component: string, version: string): string {
  return `a gate is red for the bytes of then; --rerender brings ${component} ${version} back in today's files`;
}

export function badRollback(problem: string): Refusal {
  return new Refusal(`rollback: ${problem}; nothing was written`);
}

export function shallowClone(): Refusal {
  return new Refusal(
    'the clone is shallow, and what was held before is not in it; fetch it with git fetch --unshallow (actions/checkout: fetch-depth: 0)',
  );
}

export function noBase(ref: string): Refusal {
  return new Refusal(
    `--base ${ref}: HEAD has no commit in common with it; name a branch or commit of this repository, such as origin/main`,
  );
}

export function cannotLoad(environment: string, cause: string): Refusal {
  return new Refusal(`envs/${environment}/index.ts: ${cause}`);
}

export function nothingCommitted(): Refusal {
  return new Refusal('the repository has no commit yet, and a promotion starts from what is committed; commit first');
}

export function nothingToDelete(name: string, nearest: string | undefined): Refusal {
  const hint = nearest === undefined ? 'npm run synth names what would be lost' : `did you mean "${nearest}"?`;
  return new Refusal(`--allow-delete ${name}: there is no such component, unit or environment; ${hint}; nothing was written`);
}

export function notADay(value: string): Refusal {
  return new Refusal(`--today "${value}": expected a day like 2027-01-31`);
}

export function unknownRule(value: string, best: string | undefined): Refusal {
  return new Refusal(
    `--rule ${value}: there is no such rule or family; ${best === undefined ? 'docs/rules.md lists them' : `did you mean ${best}?`}`,
  );
}

export function sarifIsFolder(path: string): Refusal {
  return new Refusal(`--sarif ${path}: is a folder, expected a file to write`);
}

export function nothingToAsk(asked: readonly string[]): Refusal {
  return new Refusal(`--rule ${asked.join(' ')}: says nothing of manifests that nobody here wrote; docs/rules.md lists what does`);
}

export function versionOfFacts(version: string): Refusal {
  return new Refusal(`--kubernetes ${version}: goes with --manifests; environments are judged for the version in envs/clusters.ts`);
}

export function oneSubject(): Refusal {
  return new Refusal('reach: expected an environment, e.g. reach stage, or --manifests DIR, and not both');
}

export function unknownEnd(option: string, name: string, subject: string, likely: readonly string[]): Refusal {
  const hint =
    likely.length === 0
      ? 'expected a workload as NAMESPACE/KIND/NAME, a namespace, or an address or range outside such as 10.0.0.0/8'
      : `did you mean ${likely.slice(0, MOST_LISTED).join(' or ')}?`;
  return new Refusal(`${option} ${name}: ${subject} has no workload or namespace of that name; ${hint}`);
}

export function insideAddress(option: string, text: string): Refusal {
  return new Refusal(
    `${option} ${text}: is inside the cluster, in the ranges of pods and Services; name the workload as NAMESPACE/KIND/NAME`,
  );
}

export function mappedAddress(option: string, text: string): Refusal {
  return new Refusal(`${option} ${text}: is an IPv4 address written as an IPv6 one; write it as IPv4`);
}

export function nothingBetween(from: string, to: string): Refusal {
  return new Refusal(
    `reach: --from ${from} --to ${to} is ${from === to ? 'one workload with itself' : 'one address outside with another'}, of which policies decide nothing; name two ends, at least one of them in the cluster`,
  );
}
