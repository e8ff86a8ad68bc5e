import { nearest } from './nearest';

/**
 * Something that cannot be done as asked. Every message that a person can see is made here: where, what value,
 * what was expected, what to do next.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** One line for the cause; several problems of one kind are listed below it. */
function refusal(message: string, problems: readonly string[] = []): Refusal {
  return new Refusal([message, ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

function didYouMean(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  if (best !== undefined) return `did you mean "${best}"?`;
  return candidates.length > 0 ? `known are ${[...candidates].sort().join(', ')}` : 'there are none yet';
}

// Constructs

export function fieldsAreNotPlain(path: string, kind: string, problems: readonly { field: string; message: string }[]): Refusal {
  const lines = problems.map(({ field, message }) => `${field} ${message}`);
  return refusal(`${path} (${kind}): a manifest can hold plain JSON only`, lines);
}

export function objectIsNameless(path: string, field: string): Refusal {
  return refusal(`${path}: the object has no ${field}; every object says its apiVersion, kind and metadata.name itself`);
}

export function objectOutsideUnits(path: string): Refusal {
  return refusal(`${path}: the object is in no unit, so nothing would deliver it; make it inside a UnitChart`);
}

export function unitIsEmpty(path: string, folder: string): Refusal {
  return refusal(
    `${path}: the unit ${folder} holds no object, so its Application would point to a folder that does not exist; remove it or fill it`,
  );
}

export function noSchemas(cluster: string, version: string, known: readonly string[]): Refusal {
  return refusal(`envs/clusters.ts: ${cluster} has kubernetes "${version}", which there are no schemas for; known are ${known.join(', ')}`);
}

export function settingIsTaken(path: string, name: string): Refusal {
  return refusal(`${path}: the configuration sets ${name}, which the component sets itself; choose another name`);
}

export function badFlag(path: string, flag: string): Refusal {
  return refusal(
    `${path}: "${flag}" is no name of a flag; expected words of lower-case letters and digits joined by "-", such as vector-search`,
  );
}

export function badScale(path: string, scale: string): Refusal {
  return refusal(`${path}: replicas are ${scale}; expected a whole number from 1, or { min, max } of them with min not above max`);
}

export function badSchedule(path: string, schedule: string): Refusal {
  return refusal(
    `${path}: "${schedule}" is no schedule; expected five fields of cron in UTC such as "17 1 * * *" (minute hour day month weekday)`,
  );
}

export function placementUnknown(path: string, what: string, known: readonly string[]): Refusal {
  return refusal(`${path}: the cluster has no ${what}; its node pools are ${known.join(', ') || 'none'} (envs/clusters.ts)`);
}

export function hostOutsideDomain(path: string, host: string, domain: string): Refusal {
  return refusal(
    `${path}: the host ${host} is not covered by the certificate of the cluster; expected ${domain} or one label before .${domain}`,
  );
}

export function dependencyLeavesUnit(path: string, target: string): Refusal {
  return refusal(
    `${path}: depends on ${target}, which another Application syncs, and Argo CD does not order Applications; ` +
      'put both into one unit, or let the dependent retry until the other is there',
  );
}

export function dependencyCircle(paths: readonly string[]): Refusal {
  return refusal(`${paths[0]}: its dependencies form a circle; remove one of them: ${paths.join(' -> ')}`);
}

export function synthIsNotForWriting(environment: string): Refusal {
  return refusal(`${environment}: App.synth() would write without any gate; run "npm run synth -- --env ${environment}"`);
}

// Catalogue and clusters

export function notInCatalogue(what: string, name: string, known: readonly string[]): Refusal {
  return refusal(`envs/catalogue.ts: there is no ${what} "${name}"; ${didYouMean(name, known)}`);
}

export function projectMissing(namespace: string, team: string): Refusal {
  return refusal(
    `envs/catalogue.ts: no project of the team "${team}" reaches its namespace ${namespace}; add projects["${team}"] with that namespace`,
  );
}

export function storeOutsideTier(store: string, namespace: string, tier: string): Refusal {
  return refusal(
    `envs/catalogue.ts: the store "${store}" is in the namespace ${namespace} of the tier "${tier}"; expected one of the tier "store". ` +
      `Place it in such a namespace: what the trust membrane closes is told by its tier`,
  );
}

export function callerNotDeclared(path: string, store: string, caller: string, callers: readonly string[]): Refusal {
  return refusal(
    `${path}: ${caller} may not connect to the store ${store}; its declared callers are ${callers.join(', ') || 'none'}. ` +
      `If it should, add it to stores.${store}.callers in envs/catalogue.ts`,
  );
}

export function standInsOutsideDevelopment(environment: string, purpose: string): Refusal {
  return refusal(
    `envs/${environment}/index.ts: programs are stand-ins, which only development may run; this is ${purpose}: leave "programs" out`,
  );
}

export function quotaMissing(environment: string, namespace: string): Refusal {
  return refusal(`envs/${environment}/index.ts: the namespace "${namespace}" has no quota; add it to the quotas of the class`);
}

export function backupMissing(cluster: string, what: string): Refusal {
  return refusal(`envs/clusters.ts: ${cluster} ${what}`);
}

export function nameserverMissing(path: string, cluster: string): Refusal {
  return refusal(
    `${path}: ${cluster} has its hosts signed by an authority that asks a name server, and nobody may ask it; give platformAddOns secrets.nameserver with the key tsig-secret`,
  );
}

export function secretNotDecrypted(environment: string, secret: string, engine: string): Refusal {
  return refusal(
    `envs/${environment}/index.ts: the secret ${secret} is encrypted by SOPS, which ${engine} does not decrypt; seal it, or deliver the environment by Flux`,
  );
}

export function badEnvironmentName(problem: string): Refusal {
  return refusal(`new Environment({ name }): ${problem}; its folders in envs and dist are called so, also where case does not count`);
}

export function notAnEnvironment(name: string, what: string): Refusal {
  return refusal(`envs/${name}/index.ts: ${what}; expected a class that extends Environment and can be made without arguments`);
}

export function constructorThrew(name: string, className: string, cause: string): Refusal {
  return refusal(`envs/${name}/index.ts: new ${className}() failed: ${cause}`);
}

// Releases and secrets

export function badVersion(version: string): Refusal {
  return refusal(`release("${version}", ...): "${version}" is no version; expected major.minor.patch such as 2.3.1`);
}

export function badDigest(version: string, digest: string): Refusal {
  return refusal(
    `release("${version}", "${digest}"): a release is pinned by the digest of its image; expected "sha256:" and 64 lower-case hexadecimal digits`,
  );
}

export function notASealedSecret(what: string): Refusal {
  return refusal(`sealed(...): ${what}; expected the JSON of a SealedSecret as "npm run seal" or kubeseal writes it`);
}

export function notASopsSecret(what: string): Refusal {
  return refusal(`sops(...): ${what}; expected the JSON of a Secret as "sops --encrypt --encrypted-regex '^(data|stringData)$'" writes it`);
}

export function secretDoesNotFit(path: string, secret: string, what: string): Refusal {
  return refusal(`${path}: the secret ${secret} ${what} (npm run seal -- --help)`);
}

export function badHotfix(version: string, hotfix: string): Refusal {
  return refusal(
    `release("${version}", ...): hotfix "${hotfix}" says too little; expected an incident and a reason such as "INC-12: token leak"`,
  );
}

// Records of releases

export function badRecord(file: string, field: string, value: unknown, expected: string): Refusal {
  const found = JSON.stringify(value) ?? 'nothing';
  return refusal(`${file}${field === '' ? '' : ` ${field}`}: is ${found.slice(0, 60)}; expected ${expected}`);
}

export function badIncident(file: string, problems: readonly string[]): Refusal {
  return refusal(
    `${file}: is no record of a break-glass; records are written by "npm run breakglass"; restore it from git, or mend these fields`,
    problems,
  );
}

export function cannotPause(path: string): Refusal {
  return refusal(
    `${path}: could not be brought back to its bytes after a pause, since they are of an earlier layout of YAML; promote its component first (npm run promote -- --help), or pause it by hand (docs/runbooks/break-glass.md)`,
  );
}

export function pausedByHand(path: string, annotation: string): Refusal {
  return refusal(
    `${path}: has the annotation ${annotation}, which open records alone put there, by synth; take it out of what makes the file, and pause by "npm run breakglass -- open" (docs/runbooks/break-glass.md)`,
  );
}

export function keptBytesLost(environment: string, files: readonly string[]): Refusal {
  return refusal(
    `${environment} holds files by its locks that are neither in dist nor in git's index, HEAD or what is being merged, reverted or picked; restore them with git checkout COMMIT -- dist/${environment}, COMMIT being the last one with them; nothing was written`,
    files,
  );
}
