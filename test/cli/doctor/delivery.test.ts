import { admission } from '../../../cli/doctor/checks/delivery/admission';
import { clone, placeOf } from '../../../cli/doctor/checks/delivery/clone';
import { comparison } from '../../../cli/doctor/checks/delivery/comparison';
import { health } from '../../../cli/doctor/checks/delivery/health';
import { operation } from '../../../cli/doctor/checks/delivery/operation';
import { path } from '../../../cli/doctor/checks/delivery/path';
import { paused } from '../../../cli/doctor/checks/delivery/paused';
import { permitted } from '../../../cli/doctor/checks/delivery/permitted';
import { policies } from '../../../cli/doctor/checks/delivery/policies';
import { renders } from '../../../cli/doctor/checks/delivery/renders';
import { repository } from '../../../cli/doctor/checks/delivery/repository';
import { revision } from '../../../cli/doctor/checks/delivery/revision';
import { source } from '../../../cli/doctor/checks/delivery/source';
import { sync } from '../../../cli/doctor/checks/delivery/sync';
import type { Facts } from '../../../cli/doctor/facts';
import type { Check } from '../../../cli/doctor/finding';
import { DIST_IS_SYNTH, type Finding } from '../../../lib';
import { DIST, findings, live, NOW, soundFacts, withLists } from './sound';

/** A user and a password, put together here so that no scan takes them for real ones. */
const HOLDER = ['me', 'word'].join(':');

const { application: UI, project: PROJECT } = DIST;
const NAME = 'Application argocd/workloads-ui';

/** The Application with another spec, or with what Argo CD says of it. */
function applied(status: object, spec: object = {}): Facts {
  const own = UI.spec as { source: object };
  return withLists({ applications: [live(UI, { spec: { ...own, ...spec }, status })] });
}

function moved(source: object, status: object = {}): Facts {
  return applied(status, { source: { ...(UI.spec as { source: object }).source, ...source } });
}

const says = (type: string, message: string, more: object = {}): object => ({ conditions: [{ type, message }], ...more });
const failed = (message: string, more: object = {}): object => ({ operationState: { phase: 'Failed', message, ...more } });

function gate(rule: string, more: Partial<Finding> = {}): Finding {
  return {
    rule,
    severity: 'error',
    environment: 'it',
    object: 'apps/Deployment/web/ui',
    file: 'dist/it/a.yaml',
    field: 'spec',
    message: 'is bad',
    fix: 'make it good',
    ...more,
  };
}

const withGates = (gates: Facts['clone']['gates']): Facts => soundFacts({ clone: { ...soundFacts().clone, gates } });
const withClone = (more: Partial<Facts['clone']>): Facts => soundFacts({ clone: { ...soundFacts().clone, ...more } });

const CASES: readonly (readonly [what: string, check: Check, facts: Facts, found: readonly string[]])[] = [
  ['a path of another folder', path, moved({ path: 'dist/it/nowhere' }), [`${NAME}: path dist/it/nowhere`]],
  [
    'a path that Git does not have',
    path,
    applied(says('ComparisonError', 'rpc error: dist/it/workloads/ui: app path does not exist')),
    [`${NAME}: path dist/it/workloads/ui: rpc error: dist/it/workloads/ui: app path does not exist`],
  ],
  ['another branch', revision, moved({ targetRevision: 'mine' }), [`${NAME}: revision mine`]],
  [
    'a branch that Git does not have',
    revision,
    applied(says('ComparisonError', "Unable to resolve 'main' to a commit SHA")),
    [`${NAME}: revision main: Unable to resolve 'main' to a commit SHA`],
  ],
  [
    'a commit that was not seen yet',
    revision,
    { ...withClone({ behind: new Map([['b'.repeat(40), 3]]) }), live: applied({ sync: { revision: 'b'.repeat(40) } }).live },
    [`${NAME}: Argo CD saw commit bbbbbbbbbbbb last: 3 files of dist are otherwise on main`],
  ],
  [
    'a commit that this clone does not have',
    revision,
    { ...withClone({ behind: new Map([['b'.repeat(40), undefined]]) }), live: applied({ sync: { revision: 'b'.repeat(40) } }).live },
    [`unknown ${NAME}: Argo CD saw commit bbbbbbbbbbbb last, which is not in this clone`],
  ],
  [
    'a commit that has the same dist',
    revision,
    { ...withClone({ behind: new Map([['b'.repeat(40), 0]]) }), live: applied({ sync: { revision: 'b'.repeat(40) } }).live },
    [],
  ],
  [
    'another repository',
    repository,
    moved({ repoURL: 'https://elsewhere.example/x.git' }),
    [`${NAME}: repository https://elsewhere.example/x.git`],
  ],
  [
    'a repository that does not answer',
    repository,
    applied(says('ComparisonError', 'failed to list refs: dial tcp 10.0.0.1:443: i/o timeout')),
    [`${NAME}: failed to list refs: dial tcp 10.0.0.1:443: i/o timeout`],
  ],
  [
    'manifests that cannot be made',
    comparison,
    applied(says('ComparisonError', 'yaml: line 3: did not find key')),
    [`${NAME}: yaml: line 3: did not find key`],
  ],
  [
    'a project that is not there',
    permitted,
    withLists({ projects: [] }),
    [`${NAME}: there is no AppProject web`, 'Application argocd/root: there is no AppProject web'],
  ],
  [
    'a project without the destination',
    permitted,
    withLists({
      projects: [live(PROJECT, { spec: { sourceRepos: ['https://git.example.org/*/it'], destinations: [] } })],
      applications: [live(UI)],
    }),
    [`${NAME}: the project web delivers nothing into the namespace web of https://kubernetes.default.svc`],
  ],
  [
    'a project without the repository',
    permitted,
    withLists({
      projects: [live(PROJECT, { spec: { ...(PROJECT.spec as object), sourceRepos: ['https://git.example.org/*'] } })],
      applications: [live(UI)],
    }),
    [`${NAME}: the project web takes nothing from https://git.example.org/platform/it.git`],
  ],
  [
    'a project that has the repository without .git, as Argo CD compares it',
    permitted,
    withLists({
      projects: [live(PROJECT, { spec: { ...(PROJECT.spec as object), sourceRepos: ['https://git.example.org/Platform/it'] } })],
      applications: [live(UI)],
    }),
    [],
  ],
  [
    'a project that denies the destination again',
    permitted,
    withLists({
      projects: [
        live(PROJECT, {
          spec: {
            ...(PROJECT.spec as object),
            destinations: [
              { server: '*', namespace: '*' },
              { server: '*', namespace: '!web' },
            ],
          },
        }),
      ],
      applications: [live(UI)],
    }),
    [`${NAME}: the project web delivers nothing into the namespace web of https://kubernetes.default.svc`],
  ],
  [
    'a webhook that does not answer, which is no repository',
    admission,
    applied(failed('failed calling webhook "x.example.org": Post "https://x.svc": dial tcp 10.43.0.9:443: connect: connection refused')),
    [`${NAME}: failed calling webhook "x.example.org": Post "https://x.svc": dial tcp 10.43.0.9:443: connect: connection refused`],
  ],
  [
    'a webhook that does not answer, asked for the repository',
    repository,
    applied(failed('failed calling webhook "x.example.org": dial tcp 10.43.0.9:443: connect: connection refused')),
    [],
  ],
  ['a sync that failed without a word', operation, applied(failed('')), [`${NAME}: Failed`]],
  [
    'a repository with a password in its address, which is not shown',
    repository,
    moved(
      { repoURL: `https://${HOLDER}@elsewhere.example/x.git` },
      says('ComparisonError', `failed to list refs of https://${HOLDER}@elsewhere.example/x.git: authentication required`),
    ),
    [
      `${NAME}: repository https://elsewhere.example/x.git`,
      `${NAME}: failed to list refs of https://elsewhere.example/x.git: authentication required`,
    ],
  ],
  [
    'an object that a policy of the cluster denies',
    admission,
    applied(
      failed(
        'one or more objects failed to apply: deployments.apps "ui" is forbidden: ValidatingAdmissionPolicy \'images\' denied request',
      ),
    ),
    [`${NAME}: one or more objects failed to apply: deployments.apps "ui" is forbidden: ValidatingAdmissionPolicy 'images' denied request`],
  ],
  [
    'a hook that failed',
    operation,
    applied(
      failed('hooks failed', {
        syncResult: { resources: [{ kind: 'Job', name: 'migrate', hookType: 'PreSync', hookPhase: 'Failed', message: 'exit 1' }] },
      }),
    ),
    [`${NAME}: hooks failed; hook PreSync Job/migrate: exit 1`],
  ],
  [
    'a sync that is tried again',
    operation,
    applied({ operationState: { phase: 'Running', retryCount: 3, message: 'Retrying', startedAt: new Date(NOW).toISOString() } }),
    [`${NAME}: Retrying`],
  ],
  [
    'a sync that hangs',
    operation,
    applied({ operationState: { phase: 'Running', message: 'waiting for hook', startedAt: new Date(NOW - 3_600_000).toISOString() } }),
    [`${NAME}: a sync has run for 60 minutes: waiting for hook`],
  ],
  ['automatic sync that is off', paused, applied({}, { syncPolicy: {} }), [`${NAME}: automatic sync is off`]],
  [
    'an Application that Argo CD was told to leave alone',
    paused,
    withLists({ applications: [live(UI, { metadata: { ...UI.metadata, annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } } })] }),
    [`${NAME}: annotation argocd.argoproj.io/skip-reconcile`],
  ],
  ['healing that is off', paused, applied({}, { syncPolicy: { automated: {} } }), [`${NAME}: it does not heal itself`]],
  [
    'a window over what waits',
    paused,
    withLists({
      applications: [live(UI, { status: { sync: { status: 'OutOfSync' } } })],
      projects: [live(PROJECT, { spec: { syncWindows: [{ kind: 'deny', schedule: '0 0 * * *', duration: '8h', applications: ['*'] }] } })],
    }),
    [`${NAME}: sync window "deny 0 0 * * * for 8h"`],
  ],
  [
    'what is not synced, with its objects',
    sync,
    applied({
      sync: { status: 'OutOfSync' },
      resources: [
        { kind: 'Service', name: 'ui', status: 'OutOfSync' },
        { kind: 'Deployment', name: 'ui', status: 'Synced' },
      ],
    }),
    [`${NAME}: OutOfSync: Service/ui`],
  ],
  ['what is unknown without a word', sync, applied({}), [`${NAME}: Unknown`]],
  ['what is unknown for a reason that another check says', sync, applied(says('ComparisonError', 'app path does not exist')), []],
  [
    'what is degraded, with its objects',
    health,
    applied({
      sync: { status: 'Synced' },
      health: { status: 'Degraded' },
      resources: [{ kind: 'Deployment', name: 'ui', health: { status: 'Degraded', message: 'too slow' } }],
    }),
    [`${NAME}: Degraded: Deployment/ui Degraded (too slow)`],
  ],
  [
    'what is starting',
    health,
    applied({ sync: { status: 'Synced' }, health: { status: 'Progressing', lastTransitionTime: new Date(NOW - 60_000).toISOString() } }),
    [`skipped ${NAME}: Progressing`],
  ],
  [
    'what is starting for an hour',
    health,
    applied({ sync: { status: 'Synced' }, health: { status: 'Progressing', lastTransitionTime: new Date(NOW - 3_600_000).toISOString() } }),
    [`${NAME}: Progressing`],
  ],
  [
    'what is starting since nobody knows when',
    health,
    applied({ sync: { status: 'Synced' }, health: { status: 'Progressing' } }),
    [`${NAME}: Progressing`],
  ],
  [
    'dist with another repository',
    source,
    soundFacts({ repository: { url: 'https://git.example.org/other.git', revision: 'main' } }),
    [
      `${NAME}: repository https://git.example.org/platform/it.git`,
      'Application argocd/root: repository https://git.example.org/platform/it.git',
    ],
  ],
  ['dist without a folder', source, soundFacts({ files: ['dist/it/apps/a.yaml'] }), [`${NAME}: path dist/it/workloads/ui`]],
  ['files that synth writes otherwise', renders, withGates([gate(DIST_IS_SYNTH)]), ['File dist/it/a.yaml: is bad']],
  ['an environment that does not render', renders, withGates({ problem: 'it: no quota' }), ['unknown Environment it: it: no quota']],
  ['gates that could not be asked', policies, withGates({ problem: 'it: no quota' }), ['unknown Environment it: it: no quota']],
  [
    'a red gate, and no warning',
    policies,
    withGates([gate('images/digest'), gate('images/tag', { severity: 'warning' })]),
    ['Finding apps/Deployment/web/ui spec: images/digest: is bad'],
  ],
  [
    'a clone of something else, without the password in its address',
    clone,
    withClone({ remotes: new Map([['origin', `https://${HOLDER}@git.example.org/me/it.git`]]) }),
    ['Clone dist/it: remotes https://git.example.org/me/it.git'],
  ],
  ['no clone at all', clone, withClone({ remotes: undefined }), ['unknown Clone dist/it: no repository of Git']],
  ['a clone without a remote', clone, withClone({ remotes: new Map() }), ['skipped Clone dist/it: the clone has no remote']],
  [
    'files that are not merged',
    clone,
    withClone({ ahead: ['dist/it/a.yaml'] }),
    ['Clone dist/it: 1 files are not as on main: dist/it/a.yaml'],
  ],
  [
    'a branch that was not fetched',
    clone,
    withClone({ ahead: { problem: 'refs/remotes/origin/main is not here' } }),
    ['unknown Clone dist/it: refs/remotes/origin/main is not here'],
  ],
];

test.each(CASES)('%s', (_, check, facts, found) => {
  expect(findings(check, facts)).toEqual(found);
});

test.each([
  ['https://git.example.org/platform/it.git', 'git.example.org/platform/it'],
  ['https://me@git.example.org/platform/it', 'git.example.org/platform/it'],
  ['git@git.example.org:platform/it.git', 'git.example.org/platform/it'],
  ['ssh://git@git.example.org/platform/it.git/', 'git.example.org/platform/it'],
])('%s is the place %s', (address, place) => {
  expect(placeOf(address)).toBe(place);
});
