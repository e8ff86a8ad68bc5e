import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RehearseOptions, rehearse } from '../../cli/commands/rehearse';
import { Prod } from '../../envs/prod';
import { Stage } from '../../envs/stage';
import { type Environment, type Manifest, Refusal, valueAt } from '../../lib';
import { context, type Outcome, PROJECT } from '../cli/run';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rehearse-'));
  mkdirSync(join(folder, 'bin'));
  const script = `#!/bin/sh\nexec '${process.execPath}' '${join(__dirname, 'fakes/rehearsing-kubectl.js')}' "$@"\n`;
  writeFileSync(join(folder, 'bin/kubectl'), script, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const manifestsOf = (environment: Environment): Manifest[] => environment.units().flatMap(({ manifests }) => manifests);
const STAGE = manifestsOf(new Stage());
const named = (kind: string, name: string): Manifest | undefined =>
  STAGE.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
const CRON_JOB = named('CronJob', 'kfm-api-rehearsal');

/** The line that k6 writes, of so many good requests among a thousand. */
function reported(available: number, fast = 1000, sent = 1000): string {
  const measured = { availability: available / 1000, latency: fast / 1000 };
  const rehearsal = {
    url: 'http://kfm-api.kfm-api.svc.cluster.local',
    paths: ['/readyz'],
    planned: 1000,
    sent,
    milliseconds: { median: 3.21, p95: 20, p99: 41.5, most: 900 },
    objectives: [
      { name: 'availability', objective: 0.999, measured: measured.availability },
      { name: 'latency', objective: 0.99, seconds: 1, measured: measured.latency },
    ],
    steps: [{ rate: 100, seconds: 10, measured }],
  };
  return `${JSON.stringify({ rehearsal })}\n`;
}

async function rehearsed(scenario: object, options: RehearseOptions = {}, env = 'staging'): Promise<Outcome> {
  const server = 'https://10.17.0.5:6443';
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify({ server, cronJob: CRON_JOB, ...scenario }));
  const given = context(PROJECT, { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, FAKE_FOLDER: folder });
  try {
    const status = await rehearse(env, { context: 'stage', remote: '10.17.0.5', ...options }, given.context);
    return { status, stdout: given.stdout(), stderr: given.stderr() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 2, stdout: given.stdout(), stderr: `${given.stderr()}${error.message}` };
  }
}

const calls = (): string[] => {
  const file = join(folder, 'calls.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

describe('rehearse', () => {
  test('starts the Job, waits, and prints what was measured against the objectives', async () => {
    const { status, stdout, stderr } = await rehearsed({ log: `${reported(1000)}level=info\n` });

    expect(stdout).toMatchInlineSnapshot(`
"kfm-api: 1000 of 1000 requests to http://kfm-api.kfm-api.svc.cluster.local (/readyz)
objective           promised  measured  margin  budget used  
availability        99.9 %    100 %     +0.1 %  0 %          met
latency within 1 s  99 %      100 %     +1 %    0 %          met
load                99 %      100 %     +1 %    0 %          met
rate   for   availability  latency
100/s  10 s  100 %         100 %
answers: median 3.2 ms, 95 % 20.0 ms, 99 % 41.5 ms, most 900.0 ms
"
`);
    expect(stderr.replace(/-\d{8}-\d{6}-[0-9a-f]{4}/g, '-TIME')).toMatchInlineSnapshot(`
"rehearsal of stage on stage, https://10.17.0.5:6443
kfm-api-rehearsal-TIME: started in kfm-api; 300 s of load; it goes on if this is interrupted
kfm-api-rehearsal-TIME: running k6
"
`);
    expect(status).toBe(0);
  });

  test('writes nothing but the Job, which is what the CronJob has', async () => {
    await rehearsed({ log: reported(1000) });

    expect(calls().filter((call) => /create|apply|patch|delete|replace|label|annotate/.test(call))).toEqual([
      '--namespace kfm-api create job kfm-api-rehearsal-TIME --from=cronjob/kfm-api-rehearsal --dry-run=client --output json',
      '--namespace kfm-api create --filename -',
    ]);
    const job = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8'));
    expect(job.spec).toEqual(valueAt(CRON_JOB, 'spec.jobTemplate.spec'));
  });

  test.each<[string, string, string, RegExp]>([
    ['availability', reported(998), 'Failed', /^availability +99\.9 % +99\.8 % +-0\.1 % +200 % +missed$/m],
    ['latency', reported(1000, 980), 'Failed', /^latency within 1 s +99 % +98 % +-1 % +200 % +missed$/m],
    ['the load', reported(1000, 1000, 700), 'Complete', /^load +99 % +70 % +-29 % +3000 % +missed$/m],
  ])('exits with 1 where %s is missed', async (_, log, ends, row) => {
    const { status, stdout } = await rehearsed({ log, ends });

    expect(stdout).toMatch(row);
    expect(stdout.match(/missed/g)).toHaveLength(1);
    expect(status).toBe(1);
  });

  test('tells machines everything', async () => {
    const { status, stdout } = await rehearsed({ log: reported(998), ends: 'Failed' }, { json: true });

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'stage',
      context: 'stage',
      rehearsals: [
        {
          component: 'kfm-api',
          measurements: { sent: 1000 },
          verdicts: [
            { name: 'availability', promised: 0.999, measured: 0.998, margin: -0.001, budgetUsed: 2, isMet: false },
            { name: 'latency within 1 s', isMet: true },
            { name: 'load', isMet: true },
          ],
        },
      ],
    });
  });

  test.each<[string, object, RehearseOptions, string, string]>([
    [
      'a log without a report',
      { log: 'no such file\n', ends: 'Failed' },
      {},
      'staging',
      'ended without a report, so nothing is known of the objectives:\n  no such file',
    ],
    ['half a report', { log: reported(1000).slice(0, 90) }, {}, 'staging', 'ended without a report'],
    [
      'a CronJob that is not in the cluster yet',
      { cronJob: undefined },
      {},
      'staging',
      'npm run promote -- kfm-api --to stage --config-only, and a sync',
    ],
    [
      'one that runs already',
      { running: [{ metadata: { name: 'kfm-api-rehearsal-1', namespace: 'kfm-api' }, status: {} }] },
      {},
      'staging',
      'job kfm-api/kfm-api-rehearsal-1 is running',
    ],
    [
      'a component without a rehearsal',
      {},
      { component: 'kfm-ap' },
      'staging',
      '--component kfm-ap: has no rehearsal; did you mean kfm-api?',
    ],
    ['an environment that people use', {}, {}, 'production', 'prod has nothing to rehearse: its purpose is production'],
    [
      'a cluster that was not named',
      {},
      { context: undefined as never, remote: undefined as never },
      'staging',
      'say which cluster is meant',
    ],
    ["another environment's cluster", { server: 'https://10.18.0.5:6443' }, { remote: '10.18.0.5' }, 'staging', 'kfm-prod'],
  ])('could not, and starts nothing that is there already: %s', async (_, scenario, options, env, message) => {
    const { status, stdout, stderr } = await rehearsed(scenario, options, env);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    if (!('log' in scenario)) expect(existsSync(join(folder, 'job.json'))).toBe(false);
  });
});

describe('what a rehearsal is started from', () => {
  test('is in the environment whose purpose it is, and never starts by itself', () => {
    expect(CRON_JOB?.spec).toMatchObject({ suspend: true, jobTemplate: { spec: { backoffLimit: 0 } } });
    expect(manifestsOf(new Prod()).filter(({ metadata }) => metadata.name.includes('rehearsal'))).toEqual([]);
  });

  test('holds the objectives that the alerts are made of', () => {
    const plan = JSON.parse((named('ConfigMap', 'kfm-api-rehearsal') as { data?: Record<string, string> }).data?.['plan.json'] ?? '');
    const rules = JSON.stringify(STAGE.filter(({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === 'kfm-api'));

    expect(plan.objectives).toEqual([
      { name: 'availability', objective: 0.999 },
      { name: 'latency', objective: 0.99, seconds: 1 },
    ]);
    for (const { objective } of plan.objectives) expect(rules).toContain(`* ${Number((1 - objective).toPrecision(6))}`);
    expect(rules).toContain('slower than 1 s');
  });

  test('has a pod without credentials, that may reach the API and nothing else', () => {
    const pod = valueAt(CRON_JOB, 'spec.jobTemplate.spec.template.spec') as Record<string, unknown>;
    const policies = STAGE.filter(
      ({ kind, spec }) => kind === 'NetworkPolicy' && JSON.stringify(valueAt(spec, 'podSelector')).includes('kfm-api-rehearsal'),
    );

    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    expect(JSON.stringify(pod)).not.toMatch(/secret/i);
    expect(policies.map(({ metadata, spec }) => [metadata.name, valueAt(spec, 'egress')])).toEqual([
      [
        'kfm-api-rehearsal-to-kfm-api',
        [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kfm-api' } },
                podSelector: { matchLabels: { 'app.kubernetes.io/name': 'kfm-api', 'app.kubernetes.io/instance': 'kfm-api' } },
              },
            ],
            ports: [{ protocol: 'TCP', port: 8080 }],
          },
        ],
      ],
    ]);
  });
});
