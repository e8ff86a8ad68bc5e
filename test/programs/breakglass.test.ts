import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { CommandContext, ExitCode } from '../../cli/command';
import { breakglassCapture } from '../../cli/commands/breakglass-capture';
import { breakglassClose } from '../../cli/commands/breakglass-close';
import { breakglassList } from '../../cli/commands/breakglass-list';
import { breakglassOpen, type OpenOptions } from '../../cli/commands/breakglass-open';
import { drift } from '../../cli/commands/drift';
import type { DriftReport } from '../../cli/drift/report';
import { type Incident, isAutomated, type Manifest, pausedBy, valueAt } from '../../lib';
import { context, run } from '../cli/run';
import { SyncedCluster } from './breakglass-cluster';
import { digest, type Repository, repository, SOURCE, shipped } from './repository';

const CONTEXT = 'kfm-stage';
const HOST = 'api.stage.kfm.example.org';
const SECRET = 'sealedsecret.bitnami.com/kfm-api/kfm-api-credentials';
const PAUSED = ['bootstrap', 'policies-kfm-api', 'root', 'workloads-kfm-api'];
const DEPLOYMENT = 'deployment.apps/kfm-api/kfm-api';
/** Nothing of it waits. */
const AT_ONCE = { interval: 0, calm: 2, most: 6 };

const AIM = { env: 'stage', context: CONTEXT, remote: HOST };
const OPEN: OpenOptions = {
  ...AIM,
  id: 'INC-7',
  who: 'Ada Example',
  with: 'Bob Example',
  why: 'tokens leak from its log',
  what: 'scale kfm-api to nothing',
  for: '4h',
  component: ['kfm-api'],
};

// Each renders a locked environment several times, and plays what takes days.
jest.setTimeout(120_000);

let repo: Repository;
let cluster: SyncedCluster;
let base: string;

beforeAll(() => {
  repo = repository();
  base = repo.git('rev-parse', 'HEAD').trim();
});
afterAll(() => repo.remove());

beforeEach(() => {
  repo.reset(base);
  cluster = new SyncedCluster(join(repo.root, 'dist/stage'), CONTEXT, `https://${HOST}:6443`);
});
afterEach(() => cluster.remove());

interface Said {
  readonly status: ExitCode | 'refused';
  readonly stdout: string;
  readonly stderr: string;
}

/** A command in this process; what it refuses is what it says. */
async function said(command: (given: CommandContext) => Promise<ExitCode>): Promise<Said> {
  const { context: given, stdout, stderr } = context(repo.root, cluster.variables);
  try {
    return { status: await command(given), stdout: stdout(), stderr: stderr() };
  } catch (error) {
    if ((error as Error).name !== 'Refusal') throw error;
    return { status: 'refused', stdout: stdout(), stderr: `${stderr()}${(error as Error).message}` };
  }
}

const open = (more: Partial<OpenOptions> = {}): Promise<Said> => said((given) => breakglassOpen({ ...OPEN, ...more }, given, AT_ONCE));
const capture = (): Promise<Said> => said((given) => breakglassCapture({ ...AIM, id: 'INC-7' }, given));
const close = (): Promise<Said> => said((given) => breakglassClose({ ...AIM, id: 'INC-7' }, given, AT_ONCE));
const drifted = (): Promise<Said> => said((given) => drift('stage', { ...AIM, env: 'local', only: 'manifests', json: true }, given));

function record(id = 'INC-7'): Incident {
  return JSON.parse(repo.read(`docs/incidents/stage-${id}.json`)) as Incident;
}

/** Names of the Applications of the cluster that sync by themselves, of some. */
function automated(names: readonly string[]): string[] {
  return names.filter((name) => isAutomated(cluster.application(name)));
}

function scaleToNothing(): void {
  cluster.edit(DEPLOYMENT, (live) => Object.assign(live.spec as object, { replicas: 0 }));
}

/** What was written is merged, and Argo CD reads it. */
function merge(): void {
  const revision = repo.commit('By hand');
  cluster.edit('application.argoproj.io/argocd/root', (live) => Object.assign(live, { status: { sync: { revision } } }));
}

describe('open', () => {
  test('writes the record, pauses root, bootstrap and children in the cluster, and renders the pause of them alone', async () => {
    const { status, stderr } = await open();

    expect({ status, live: automated(PAUSED), others: automated(['workloads-kfm-ui', 'stores-postgres']) }).toEqual({
      status: 0,
      live: [],
      others: ['workloads-kfm-ui', 'stores-postgres'],
    });
    expect(record()).toMatchObject({ id: 'INC-7', who: 'Ada Example', with: 'Bob Example', paused: PAUSED, pausing: 'paused' });
    expect(stderr).toContain(`on ${CONTEXT}, https://${HOST}:6443`);
    expect(repo.changed()).toEqual([
      'dist/stage/README.md',
      'dist/stage/apps/application.argoproj.io_bootstrap.yaml',
      'dist/stage/apps/application.argoproj.io_policies-kfm-api.yaml',
      'dist/stage/apps/application.argoproj.io_workloads-kfm-api.yaml',
      'dist/stage/bootstrap/application.argoproj.io_root.yaml',
      'docs/incidents/stage-INC-7.json',
    ]);
    const { expires } = record();
    expect(repo.read('dist/stage/README.md')).toContain(
      `Ada Example, with Bob Example | tokens leak from its log | scale kfm-api to nothing | ${expires} | ${PAUSED.join(', ')} |`,
    );
  });

  test('leaves every gate green: validate, synth, the base, and the comparison with production', async () => {
    const compared = repo.run('compare', 'stage', 'prod');
    await open();
    repo.commit('Break glass');

    expect(repo.run('synth', '--check')).toMatchObject({ status: 0 });
    expect(repo.run('validate', '--base', base)).toMatchObject({ status: 0, stdout: expect.stringContaining('INC-7 is open until') });
    expect(repo.run('compare', 'stage', 'prod')).toEqual(compared);
  });

  test('again, does nothing that is done already', async () => {
    await open();
    const before = { files: repo.changed().map((path) => repo.read(path)), changes: cluster.changes() };

    const again = await open();

    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining('they were already') });
    expect({ files: repo.changed().map((path) => repo.read(path)), changes: cluster.changes() }).toEqual(before);
  });

  test.each([1, 4])('goes on where it was stopped: at change %i of the cluster', async (failsFrom) => {
    cluster.change((state) => Object.assign(state, { failsFrom }));
    const stopped = await open();
    const left = { record: record().pausing, dist: repo.changed() };
    cluster.change((state) => delete state.failsFrom);

    const again = await said((given) => breakglassOpen({ ...AIM, id: 'INC-7' }, given, AT_ONCE));

    expect({ stopped: stopped.status, left }).toEqual({
      stopped: 'refused',
      left: { record: 'pending', dist: ['docs/incidents/stage-INC-7.json'] },
    });
    expect({ again: again.status, live: automated(PAUSED), pausing: record().pausing, files: repo.changed().length }).toEqual({
      again: 0,
      live: [],
      pausing: 'paused',
      files: 6,
    });
  });

  test('says everything that is wrong at once, and writes nothing', async () => {
    const { status, stderr } = await open({
      who: 'Bob Example',
      why: '',
      for: '2d',
      what: 'psql postgres://a:hunter2hunter2@db/x',
      component: ['kfm-apo'],
    });

    expect({ status, stderr, changed: repo.changed(), changes: cluster.changes() }).toMatchInlineSnapshot(`
{
  "changed": [],
  "changes": [],
  "status": "refused",
  "stderr": "breakglass: nothing was done
  --why: is missing; expected a text
  --what: holds a password in a URL; no record holds a credential, say where it lies instead
  --with Bob Example: is who acts; expected a second person
  --for 2d: expected hours or minutes, e.g. 4h or 30m
  --component kfm-apo: stage has no such component; did you mean "kfm-api"?",
}
`);
  });

  test.each([
    ['../../x', 'expected INC-'],
    ['INC-7/../8', 'expected INC-'],
    ['inc-7', 'expected INC-'],
  ])('takes no id like %s', async (id, expected) => {
    expect(await open({ id })).toMatchObject({ status: 'refused', stderr: expect.stringContaining(expected) });
    expect(repo.changed()).toEqual([]);
  });

  test('refuses a second record of the same component, another text under the same id, and an id that was used', async () => {
    await open();

    expect(await open({ id: 'INC-8' })).toMatchObject({ status: 'refused', stderr: expect.stringContaining('INC-7 is open for it') });
    expect(await open({ why: 'something else' })).toMatchObject({ status: 'refused', stderr: expect.stringContaining('its why is not') });
    repo.write(
      'docs/incidents/stage-INC-7.json',
      JSON.stringify({ ...record(), closed: { when: '2026-01-31T14:05:00Z', by: 'Ada Example' } }),
    );
    expect(await open()).toMatchObject({ status: 'refused', stderr: expect.stringContaining('was closed on 2026-01-31T14:05:00Z') });
  });

  test('gives a record a later end, and remembers the first one', async () => {
    await open({ for: '30m' });
    const { expires } = record();

    const { status } = await open({ extend: true, who: 'Bob Example', why: 'the repair is in review', for: '8h' });

    expect(status).toBe(0);
    expect(record()).toMatchObject({ extended: [{ by: 'Bob Example', why: 'the repair is in review', from: expires }] });
    expect(record().expires > expires).toBe(true);
    expect(repo.read('dist/stage/README.md')).toContain(record().expires);
  });

  test('refuses a cluster that does not answer, unless the record shall say so', async () => {
    cluster.change((state) => Object.assign(state, { isDown: true }));

    expect(await open()).toMatchObject({ status: 'refused', stderr: expect.stringContaining('--unreachable') });
    expect(repo.changed()).toEqual([]);
    expect(await open({ unreachable: true })).toMatchObject({ status: 0 });
    expect(record().pausing).toBe('unreachable');
  });

  test('pauses nothing where there is no Argo CD, and says so', async () => {
    cluster.change((state) => Object.assign(state, { isBare: true }));

    expect(await open()).toMatchObject({ status: 0, stderr: expect.stringContaining('the cluster has no Argo CD') });
    expect({ pausing: record().pausing, changes: cluster.changes() }).toEqual({ pausing: 'nothing', changes: [] });
  });

  test('does not call paused what somebody puts back', async () => {
    cluster.change((state) => Object.assign(state, { stubborn: ['root'] }));

    expect(await open()).toMatchObject({ status: 'refused', stderr: expect.stringContaining('root did not stay') });
    expect(record().pausing).toBe('pending');
  });

  test('ends a sync that runs, which would still apply what it began with', async () => {
    cluster.edit('application.argoproj.io/argocd/workloads-kfm-api', (live) =>
      Object.assign(live, { status: { operationState: { phase: 'Running' } } }),
    );

    expect(await open()).toMatchObject({ status: 0 });
    expect(valueAt(cluster.application('workloads-kfm-api'), 'status.operationState.phase')).toBe('Terminating');
  });

  test('writes nothing when it is only tried', async () => {
    expect(await open({ dryRun: true })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('would write docs/incidents/stage-INC-7.json'),
    });
    expect({ changed: repo.changed(), changes: cluster.changes() }).toEqual({ changed: [], changes: [] });
  });

  test('one process at a time works on a cluster', async () => {
    mkdirSync(join(repo.root, '.clusters'), { recursive: true });
    repo.write(`.clusters/${CONTEXT}@lock`, `${process.ppid} ${hostname()}\n`);

    expect(await open()).toMatchObject({ status: 'refused', stderr: expect.stringContaining('is at work on it') });
    expect(repo.changed()).toEqual([]);
    rmSync(join(repo.root, '.clusters'), { recursive: true });
  });
});

describe('while a record is open', () => {
  test('nothing is promoted: neither by command nor by an edit of the class, nor by the lock of another branch', async () => {
    repo.run('promote', 'tiles', '--to', 'dev', '--version', '99.1.0', '--digest', digest('b'), '--source', SOURCE);
    await open();
    repo.commit('Break glass');

    const byCommand = repo.run('promote', 'tiles', '--to', 'stage');
    repo.replace('envs/stage/index.ts', /replicas: 2/, 'replicas: 3');
    const byEdit = repo.run('synth', '--env', 'stage');

    expect({ byCommand: byCommand.status, byEdit: byEdit.status, changed: repo.changed() }).toEqual({
      byCommand: 1,
      byEdit: 1,
      changed: ['envs/stage/index.ts'],
    });
    expect(`${byCommand.stdout}${byCommand.stderr}`).toContain('cannot come to stage while INC-7 is open there (Ada Example, until');
    expect(`${byEdit.stdout}${byEdit.stderr}`).toContain('while INC-7 is open there');
    repo.reset();
    const text = repo.read('docs/incidents/stage-INC-7.json');
    repo.git('rm', '--quiet', 'docs/incidents/stage-INC-7.json');
    repo.run('promote', 'tiles', '--to', 'stage');
    mkdirSync(join(repo.root, 'docs/incidents'), { recursive: true });
    repo.write('docs/incidents/stage-INC-7.json', text);
    expect(repo.run('validate', '--env', 'stage', '--base', base).stdout).toContain('tiles cannot come to stage while INC-7 is open there');
  });

  test('no branch gets by it: not by taking the record away or rewriting it, nor by Applications or captures of others', async () => {
    await open();
    const since = repo.commit('Break glass');
    const file = 'docs/incidents/stage-INC-7.json';
    const edited = (change: object) => {
      repo.write(file, `${JSON.stringify({ ...record(), ...change }, null, 2)}\n`);
      repo.run('synth', '--env', 'stage');
      const result = repo.run('validate', '--env', 'stage', '--rule', 'ownership/incident', '--base', since);
      repo.reset();
      return result;
    };
    const forged = {
      when: record().opened,
      file: 'docs/incidents/stage-INC-7/capture-1.json',
      sha256: 'a'.repeat(64),
      differences: 1,
      components: ['tiles'],
    };
    const everything = edited({ paused: [...PAUSED, 'workloads-tiles'] });
    const captured = edited({ captures: [forged] });
    const other = edited({ why: 'something else' });
    repo.git('rm', '--quiet', file);
    repo.run('synth', '--env', 'stage');
    const gone = repo.run('validate', '--env', 'stage', '--rule', 'ownership/incident', '--base', since);
    repo.reset();
    repo.write('docs/incidents/staging-INC-7.json', `${JSON.stringify({ ...record(), environment: 'staging' }, null, 2)}\n`);
    const nowhere = repo.run('validate', '--env', 'stage', '--rule', 'ownership/incident');
    rmSync(join(repo.root, 'docs/incidents/staging-INC-7.json'));

    expect([everything, captured, other, gone, nowhere].map(({ status }) => status)).toEqual([1, 1, 1, 1, 1]);
    expect(everything.stdout).toContain('INC-7 pauses workloads-tiles, of none of its components (kfm-api)');
    expect(captured.stdout).toContain('docs/incidents/stage-INC-7/capture-1.json is not there');
    expect(other.stdout).toContain('INC-7 has another why than it was written with');
    expect(gone.stdout).toContain('INC-7 is gone, and it is open');
    expect(nowhere.stdout).toContain('INC-7 is open for staging, which is no environment');
  });

  test('where nothing is locked the command refuses; what dev holds paused may still go on to stage', async () => {
    const arrival = (version: string, character: string) =>
      repo.run(...['promote', 'tiles', '--to', 'dev', '--version', version, '--digest', digest(character), '--source', SOURCE]);
    await open();
    const paused = ['bootstrap', 'root', 'policies-tiles', 'workloads-tiles'];
    const incident = { ...record(), id: 'INC-9', environment: 'dev', components: ['tiles'], paused };
    repo.reset();
    arrival('99.1.0', 'b');
    mkdirSync(join(repo.root, 'docs/incidents'), { recursive: true });
    repo.write('docs/incidents/dev-INC-9.json', JSON.stringify(incident));
    repo.run('synth', '--env', 'dev');
    repo.commit('Dev, by hand');

    const refused = arrival('99.2.0', 'c');
    const onwards = repo.run('promote', 'tiles', '--to', 'stage');

    expect(repo.read('dist/dev/apps/application.argoproj.io_workloads-tiles.yaml')).not.toContain('automated:\n');
    expect([refused.status, onwards.status]).toEqual([2, 0]);
    expect(refused.stderr).toContain('tiles cannot come to dev while INC-9 is open there');
  });

  test('a rollback passes, and a hotfix that names the record', async () => {
    const { version } = shipped('kfm-api');
    repo.run('promote', 'kfm-api', '--to', 'dev', '--version', '99.1.0', '--digest', digest('b'), '--source', SOURCE);
    repo.commit('dev');
    repo.run('promote', 'kfm-api', '--to', 'stage');
    repo.commit('stage');
    await open();
    repo.commit('Break glass');

    const back = repo.run('rollback', 'kfm-api', '--env', 'stage', '--to', version);
    const rolledBack = repo.commit('Back');
    const hot = (hotfix: string) =>
      repo.run(
        ...['promote', 'kfm-ui', '--to', 'stage', '--version', '99.2.0', '--digest', digest('c'), '--source', SOURCE, '--hotfix', hotfix],
      );
    const other = hot('INC-6: another leak');
    repo.reset(rolledBack);
    const own = hot('INC-7: token leak');

    expect([back.status, other.status, own.status]).toEqual([0, 1, 0]);
    expect(repo.run('validate', '--env', 'stage', '--base', base).stdout).not.toContain('while INC-7 is open');
  });

  test('drift names it, and its pause is no difference until it is over', async () => {
    await open();
    repo.git('checkout', '--quiet', 'dist');
    const during = await drifted();
    repo.write(
      'docs/incidents/stage-INC-7.json',
      JSON.stringify({ ...record(), opened: '2026-01-01T00:00:00Z', expires: '2026-01-01T01:00:00Z' }),
    );

    const after = await drifted();

    const [first, second] = [during, after].map(({ stdout }) => JSON.parse(stdout) as DriftReport) as [DriftReport, DriftReport];
    expect([during.status, after.status]).toEqual([0, 1]);
    expect(first.incidents).toMatchObject([{ id: 'INC-7', isExpired: false, paused: PAUSED }]);
    expect(new Set(first.ignored.map(({ reason }) => reason))).toContain(`paused by INC-7 until ${first.incidents[0]?.until}`);
    expect(second.drift.map(({ spoken, field }) => `${spoken} ${field}`)).toContain(
      'Application argocd/root spec.syncPolicy.automated.selfHeal',
    );
    expect(repo.run('validate', '--env', 'stage', '--rule', 'ownership/incident')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('INC-7 is open and over since'),
    });
    expect((await said((given) => breakglassList({}, given))).status).toBe(1);
  });

  test('validate holds its end against the day that it is told', async () => {
    await open();
    const day = (expires: string, offset: number): string => new Date(Date.parse(expires) + offset * 86_400_000).toISOString().slice(0, 10);

    const asked = ['validate', '--env', 'stage', '--rule', 'ownership/incident', '--today'];
    const [on, later] = [0, 2].map((offset) => repo.run(...asked, day(record().expires, offset)));

    expect([on?.status, later?.status]).toEqual([0, 1]);
  });

  test('a second record keeps what the first one paused: closing one resumes the children of that one alone', async () => {
    await open();
    await open({ id: 'INC-8', component: ['tiles'] });
    repo.commit('Two');

    expect(pausedBy(cluster.application('root'))).toEqual(['INC-7', 'INC-8']);
    expect((await close()).status).toBe(0);
    merge();
    const { status } = await close();

    expect({ status, root: pausedBy(cluster.application('root')), child: automated(['workloads-kfm-api', 'workloads-tiles']) }).toEqual({
      status: 0,
      root: ['INC-8'],
      child: ['workloads-kfm-api'],
    });
  });
});

describe('capture', () => {
  test('writes what differs with its owner, and a diff of the file that has to say it; the pause is not in it', async () => {
    await open();
    scaleToNothing();

    const { status, stdout } = await capture();

    const [one] = record().captures;
    expect({ status, captures: record().captures.length, one }).toMatchObject({
      status: 0,
      captures: 1,
      one: { file: 'docs/incidents/stage-INC-7/capture-1.json', differences: 1, components: ['kfm-api'] },
    });
    expect(stdout).toContain('npm run explain -- stage Deployment/kfm-api/kfm-api spec.replicas');
    expect(repo.read('docs/incidents/stage-INC-7/capture-1.patch')).toMatchInlineSnapshot(`
"--- a/dist/stage/workloads/kfm-api/deployment.apps_kfm-api.yaml
+++ b/dist/stage/workloads/kfm-api/deployment.apps_kfm-api.yaml
@@ -15,7 +15,7 @@
   name: kfm-api
   namespace: kfm-api
 spec:
-  replicas: 2
+  replicas: 0
   revisionHistoryLimit: 5
   selector:
     matchLabels:
"
`);
    expect((await capture()).stderr).toContain('nothing to write');
    expect(record().captures).toHaveLength(1);
  });

  test('draws an object that only the cluster has, and shows no secret', async () => {
    await open();
    const stranger = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'quarantine', namespace: 'kfm-api' } };
    cluster.create({ ...stranger, spec: { podSelector: {}, policyTypes: ['Ingress'] } });
    cluster.edit(SECRET, ({ spec }) => {
      const { encryptedData } = spec as { encryptedData: Record<string, string> };
      encryptedData[Object.keys(encryptedData)[0] as string] = 'AgNOTHINGTOSEE';
    });
    cluster.edit('configmap/argocd/argocd-cm', (live) =>
      Object.assign(live, { data: { ...(live.data as object), NOTE: 'password=hunter2hunter2' } }),
    );

    const { stdout } = await capture();

    const files = readdirSync(join(repo.root, 'docs/incidents/stage-INC-7')).map((name) => repo.read(`docs/incidents/stage-INC-7/${name}`));
    const all = `${files.join('\n')}${stdout}`;
    expect(all).toContain('+++ b/NetworkPolicy/kfm-api/quarantine.yaml');
    expect(all).toMatch(/SealedSecret kfm-api\/kfm-api-credentials: spec\.encryptedData\S* differs/);
    expect(all).not.toMatch(/NOTHINGTOSEE|hunter2/);
  });

  test('lets what was captured come to Git, and the record closes with it', async () => {
    await open();
    cluster.edit(DEPLOYMENT, (live) => Object.assign(live.spec as object, { replicas: 3 }));
    await capture();
    repo.commit('Captured');
    repo.replace('envs/stage/index.ts', /(?<=new KfmApi.*)replicas: 2/, 'replicas: 3');

    const codified = repo.run('synth', '--env', 'stage');
    const { replicas } = specOf(DEPLOYMENT) as { replicas: number };
    // What came along of the base is synced by somebody; the Applications stay paused, as dist says.
    cluster.sync(join(repo.root, 'dist/stage'));
    const asked = ['breakglass', 'close', '--env', 'stage', '--id', 'INC-7', '--context', CONTEXT, '--remote', HOST];
    const closed = run(asked, { cwd: repo.root, project: repo.root, env: cluster.variables });

    expect({ codified: codified.status, replicas, closed: closed.status }).toEqual({ codified: 0, replicas: 3, closed: 0 });
    expect(closed.stdout).toContain('INC-7 is closed: Git and kfm-stage agree');
    expect(record().closed?.by).toBe('Ada Example');
  });

  test('judges no other cluster by the record, whatever its context is called', async () => {
    await open();
    repo.write('docs/incidents/stage-INC-7.json', JSON.stringify({ ...record(), server: 'https://other.example.org:6443' }));

    const results = [await capture(), await close()];

    expect(results.map(({ status }) => status)).toEqual(['refused', 'refused']);
    expect(results[1]?.stderr).toContain('is a change of https://other.example.org:6443, and this is https://api.stage');
    expect(await open()).toMatchObject({ status: 0 });
    expect(record().server).toBe(`https://${HOST}:6443`);
  });

  test('goes on with a record that somebody wrote by hand', async () => {
    await open();
    scaleToNothing();
    repo.write('docs/incidents/stage-INC-7.json', JSON.stringify(record()));

    expect((await capture()).status).toBe(0);
    expect(record().captures).toHaveLength(1);
    expect(repo.run('validate', '--env', 'stage', '--rule', 'ownership/incident').status).toBe(0);
  });

  test('says which kinds it may not read, with exit code 2, and closes nothing meanwhile', async () => {
    await open();
    scaleToNothing();
    cluster.change((state) => Object.assign(state, { forbidden: 'networkpolic' }));

    const [captured, closed] = [await capture(), await close()];

    expect([captured.status, closed.status, record().closed]).toEqual([2, 2, undefined]);
    expect(captured.stdout).toMatch(/could not be told: kind networkpolicy\S*: .*is forbidden/);
    expect(record().captures).toMatchObject([{ differences: 1, components: ['kfm-api'] }]);
  });

  test('says what it could not tell, with exit code 2', async () => {
    await open();
    cluster.change((state) => Object.assign(state, { isDown: true }));

    expect((await capture()).status).toBe('refused');
    expect(existsSync(join(repo.root, 'docs/incidents/stage-INC-7'))).toBe(false);
  });
});

describe('close', () => {
  test('is refused while anything differs, and names it', async () => {
    await open();
    scaleToNothing();

    const { status, stdout } = await close();

    expect({ status, open: record().closed }).toEqual({ status: 1, open: undefined });
    expect(stdout).toContain('Deployment kfm-api/kfm-api spec.replicas: 0');
  });

  test('brings back every byte of dist, moves no lock, and resumes once that is where Argo CD reads', async () => {
    await open();
    scaleToNothing();
    merge();
    cluster.edit(DEPLOYMENT, (live) => Object.assign(live, { spec: specOf(DEPLOYMENT) }));

    const closed = await close();
    const uncommitted = await close();
    const commit = repo.commit('Close');
    const unmerged = await close();
    const live = automated(PAUSED);
    cluster.edit('application.argoproj.io/argocd/root', (root) => Object.assign(root, { status: { sync: { revision: commit } } }));
    const resumed = await close();
    const again = await close();

    expect([closed.status, uncommitted.status, unmerged.status, resumed.status, again.status]).toEqual([0, 1, 1, 0, 0]);
    expect(uncommitted.stdout).toContain('is not committed');
    expect(unmerged.stdout).toContain('which still pauses by INC-7');
    expect(live).toEqual([]);
    expect(resumed.stdout).toContain('resumed: bootstrap, policies-kfm-api, root, workloads-kfm-api');
    expect(automated(PAUSED)).toEqual(PAUSED);
    expect(PAUSED.flatMap((name) => pausedBy(cluster.application(name)))).toEqual([]);
    expect(repo.bytes('HEAD', 'dist', 'envs')).toEqual(repo.bytes(base, 'dist', 'envs'));
    expect((await drifted()).status).toBe(0);
  });

  test.each([1, 6])('resumes what is left where it was stopped at change %i', async (failsAfter) => {
    await open();
    merge();
    await close();
    merge();
    cluster.change((state) => Object.assign(state, { failsFrom: (state.changes ?? 0) + failsAfter }));
    const stopped = await close();
    cluster.change((state) => delete state.failsFrom);

    const again = await close();

    expect([stopped.status, again.status, automated(PAUSED)]).toEqual(['refused', 0, PAUSED]);
  });

  test('does not say that it waits when nobody answers', async () => {
    await open();
    merge();
    await close();
    merge();
    cluster.change((state) => Object.assign(state, { isDown: true }));

    expect(await close()).toMatchObject({ status: 'refused', stderr: expect.stringContaining('connection refused') });
  });

  test('knows no record that is not there, and judges no dist that is not rendered', async () => {
    expect(await close()).toMatchObject({
      status: 'refused',
      stderr: expect.stringContaining('there is no such record; none is open there'),
    });
    await open();
    repo.replace('dist/stage/bootstrap/application.argoproj.io_root.yaml', 'revisionHistoryLimit: 10', 'revisionHistoryLimit: 9');
    expect(await close()).toMatchObject({ status: 'refused', stderr: expect.stringContaining('not what synth renders') });
  });
});

/** What dist says of an object. */
function specOf(key: string): unknown {
  const fresh = new SyncedCluster(join(repo.root, 'dist/stage'), CONTEXT, `https://${HOST}:6443`);
  try {
    return (fresh.live(key) as Manifest).spec;
  } finally {
    fresh.remove();
  }
}
