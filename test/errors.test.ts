import * as errors from '../lib/errors';

/** One call of every message, as a person would see it. */
const MESSAGES: Readonly<Record<Exclude<keyof typeof errors, 'Refusal'>, errors.Refusal>> = {
  fieldsAreNotPlain: errors.fieldsAreNotPlain('dev/kfm-api', 'Deployment', [{ field: 'spec.replicas', message: 'is undefined' }]),
  objectIsNameless: errors.objectIsNameless('dev/a', 'metadata.name'),
  objectOutsideUnits: errors.objectOutsideUnits('dev/a'),
  unitIsEmpty: errors.unitIsEmpty('dev/a', 'workloads/a'),
  noSchemas: errors.noSchemas('kfm-dev', '1.99', ['1.33', '1.34']),
  settingIsTaken: errors.settingIsTaken('kfm-api', 'POSTGRES_HOST'),
  badFlag: errors.badFlag('kfm-api', 'Vector'),
  badScale: errors.badScale('kfm-api', '0'),
  badSchedule: errors.badSchedule('indexer', 'daily'),
  placementUnknown: errors.placementUnknown('indexer', 'pool "gpu"', ['general']),
  hostOutsideDomain: errors.hostOutsideDomain('kfm-api', 'api.example.org', 'dev.example.org'),
  dependencyLeavesUnit: errors.dependencyLeavesUnit('a/one', 'b/two'),
  dependencyCircle: errors.dependencyCircle(['a', 'b', 'a']),
  synthIsNotForWriting: errors.synthIsNotForWriting('dev'),
  notInCatalogue: errors.notInCatalogue('component', 'kfm-apo', ['kfm-api']),
  projectMissing: errors.projectMissing('kfm-web', 'web'),
  storeOutsideTier: errors.storeOutsideTier('search', 'kfm-web', 'frontend'),
  callerNotDeclared: errors.callerNotDeclared('kfm-ui', 'postgres', 'kfm-ui', []),
  standInsOutsideDevelopment: errors.standInsOutsideDevelopment('stage', 'rehearsal'),
  quotaMissing: errors.quotaMissing('dev', 'kfm-web'),
  backupMissing: errors.backupMissing('kfm-prod', 'has no backup bucket'),
  nameserverMissing: errors.nameserverMissing('add-on-cert-manager', 'kfm-prod'),
  secretNotDecrypted: errors.secretNotDecrypted('dev', 'kfm-api/a', 'Argo CD'),
  badEnvironmentName: errors.badEnvironmentName('"Dev" is no valid name; expected lower-case letters'),
  notAnEnvironment: errors.notAnEnvironment('dev', 'exports no class'),
  constructorThrew: errors.constructorThrew('dev', 'Dev', 'boom'),
  badVersion: errors.badVersion('latest'),
  badDigest: errors.badDigest('1.0.0', 'sha256:1'),
  badHotfix: errors.badHotfix('2.3.2', 'urgent'),
  badRecord: errors.badRecord('envs/stage/lock/kfm-api.json', 'files', 7, 'a mapping of paths to sha256'),
  badIncident: errors.badIncident('docs/incidents/stage-INC-7.json', ['who is missing; expected a person, in one line']),
  cannotPause: errors.cannotPause('bootstrap/application.argoproj.io_root.yaml'),
  pausedByHand: errors.pausedByHand('bootstrap/application.argoproj.io_root.yaml', 'platform.kfm.example.org/paused'),
  keptBytesLost: errors.keptBytesLost('stage', ['workloads/kfm-api/deployment.apps_kfm-api.yaml']),
  notASealedSecret: errors.notASealedSecret('apiVersion and kind are v1 Secret'),
  notASopsSecret: errors.notASopsSecret('kfm-api/a has no sops.mac'),
  secretDoesNotFit: errors.secretDoesNotFit('postgres/Credentials', 'platform-data/c', 'has the keys a but not b'),
};

test('every message says where, what, what was expected and what to do next', () => {
  expect(Object.values(MESSAGES).map(({ message }) => message)).toMatchInlineSnapshot(`
[
  "dev/kfm-api (Deployment): a manifest can hold plain JSON only
  spec.replicas is undefined",
  "dev/a: the object has no metadata.name; every object says its apiVersion, kind and metadata.name itself",
  "dev/a: the object is in no unit, so nothing would deliver it; make it inside a UnitChart",
  "dev/a: the unit workloads/a holds no object, so its Application would point to a folder that does not exist; remove it or fill it",
  "envs/clusters.ts: kfm-dev has kubernetes "1.99", which there are no schemas for; known are 1.33, 1.34",
  "kfm-api: the configuration sets POSTGRES_HOST, which the component sets itself; choose another name",
  "kfm-api: "Vector" is no name of a flag; expected words of lower-case letters and digits joined by "-", such as vector-search",
  "kfm-api: replicas are 0; expected a whole number from 1, or { min, max } of them with min not above max",
  "indexer: "daily" is no schedule; expected five fields of cron in UTC such as "17 1 * * *" (minute hour day month weekday)",
  "indexer: the cluster has no pool "gpu"; its node pools are general (envs/clusters.ts)",
  "kfm-api: the host api.example.org is not covered by the certificate of the cluster; expected dev.example.org or one label before .dev.example.org",
  "a/one: depends on b/two, which another Application syncs, and Argo CD does not order Applications; put both into one unit, or let the dependent retry until the other is there",
  "a: its dependencies form a circle; remove one of them: a -> b -> a",
  "dev: App.synth() would write without any gate; run "npm run synth -- --env dev"",
  "envs/catalogue.ts: there is no component "kfm-apo"; did you mean "kfm-api"?",
  "envs/catalogue.ts: no project of the team "web" reaches its namespace kfm-web; add projects["web"] with that namespace",
  "envs/catalogue.ts: the store "search" is in the namespace kfm-web of the tier "frontend"; expected one of the tier "store". Place it in such a namespace: what the trust membrane closes is told by its tier",
  "kfm-ui: kfm-ui may not connect to the store postgres; its declared callers are none. If it should, add it to stores.postgres.callers in envs/catalogue.ts",
  "envs/stage/index.ts: programs are stand-ins, which only development may run; this is rehearsal: leave "programs" out",
  "envs/dev/index.ts: the namespace "kfm-web" has no quota; add it to the quotas of the class",
  "envs/clusters.ts: kfm-prod has no backup bucket",
  "add-on-cert-manager: kfm-prod has its hosts signed by an authority that asks a name server, and nobody may ask it; give platformAddOns secrets.nameserver with the key tsig-secret",
  "envs/dev/index.ts: the secret kfm-api/a is encrypted by SOPS, which Argo CD does not decrypt; seal it, or deliver the environment by Flux",
  "new Environment({ name }): "Dev" is no valid name; expected lower-case letters; its folders in envs and dist are called so, also where case does not count",
  "envs/dev/index.ts: exports no class; expected a class that extends Environment and can be made without arguments",
  "envs/dev/index.ts: new Dev() failed: boom",
  "release("latest", ...): "latest" is no version; expected major.minor.patch such as 2.3.1",
  "release("1.0.0", "sha256:1"): a release is pinned by the digest of its image; expected "sha256:" and 64 lower-case hexadecimal digits",
  "release("2.3.2", ...): hotfix "urgent" says too little; expected an incident and a reason such as "INC-12: token leak"",
  "envs/stage/lock/kfm-api.json files: is 7; expected a mapping of paths to sha256",
  "docs/incidents/stage-INC-7.json: is no record of a break-glass; records are written by "npm run breakglass"; restore it from git, or mend these fields
  who is missing; expected a person, in one line",
  "bootstrap/application.argoproj.io_root.yaml: could not be brought back to its bytes after a pause, since they are of an earlier layout of YAML; promote its component first (npm run promote -- --help), or pause it by hand (docs/runbooks/break-glass.md)",
  "bootstrap/application.argoproj.io_root.yaml: has the annotation platform.kfm.example.org/paused, which open records alone put there, by synth; take it out of what makes the file, and pause by "npm run breakglass -- open" (docs/runbooks/break-glass.md)",
  "stage holds files by its locks that are neither in dist nor in git's index, HEAD or what is being merged, reverted or picked; restore them with git checkout COMMIT -- dist/stage, COMMIT being the last one with them; nothing was written
  workloads/kfm-api/deployment.apps_kfm-api.yaml",
  "sealed(...): apiVersion and kind are v1 Secret; expected the JSON of a SealedSecret as "npm run seal" or kubeseal writes it",
  "sops(...): kfm-api/a has no sops.mac; expected the JSON of a Secret as "sops --encrypt --encrypted-regex '^(data|stringData)$'" writes it",
  "postgres/Credentials: the secret platform-data/c has the keys a but not b (npm run seal -- --help)",
]
`);
});

test('every message has its place in this list', () => {
  expect(Object.keys(errors).sort()).toEqual(['Refusal', ...Object.keys(MESSAGES)].sort());
});
