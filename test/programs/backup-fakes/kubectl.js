/**
 * A kubectl that knows Jobs alone, for tests of backup and restore: makes them of the CronJobs in dist, ends them after one look, and
 * records each call. A folder holds what it is told (scenario.json) and what it did (calls.jsonl, one Job a file).
 */
const fs = require('node:fs');
const path = require('node:path');
const yaml = require('js-yaml');

const folder = process.env.FAKE_FOLDER;
const scenario = JSON.parse(fs.readFileSync(path.join(folder, 'scenario.json'), 'utf8'));
const args = process.argv.slice(2).filter((arg) => !arg.startsWith('--request-timeout'));
const at = args.indexOf('--context');
if (at >= 0) args.splice(at, 2);

const after = (flag) => args[args.indexOf(flag) + 1];
const has = (...words) => words.every((word) => args.includes(word));
const print = (value) => process.stdout.write(typeof value === 'string' ? value : JSON.stringify(value));
const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};
const jobFile = (name) => path.join(folder, `job-${name}.json`);
const stdin = has('create', '-') ? fs.readFileSync(0, 'utf8') : '';
fs.appendFileSync(path.join(folder, 'calls.jsonl'), `${JSON.stringify({ args, ...(stdin && { stdin: JSON.parse(stdin) }) })}\n`);

function template(cronJob, name) {
  const store = cronJob.replace(/-(backup|restore)$/, '');
  const file = path.join(scenario.dist, 'stores', store, `cronjob.batch_${cronJob}.yaml`);
  const { metadata, spec } = yaml.load(fs.readFileSync(file, 'utf8'));
  const { labels } = spec.jobTemplate.metadata;
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: metadata.namespace, labels }, spec: spec.jobTemplate.spec };
}

/** What the Job of a name does in this scenario: those of which the name says so fail. */
function stateOf(name) {
  const job = JSON.parse(fs.readFileSync(jobFile(name), 'utf8'));
  const looks = (job.looks ?? 0) + 1;
  fs.writeFileSync(jobFile(name), JSON.stringify({ ...job, looks }));
  const type = (scenario.failing ?? []).some((start) => name.startsWith(start)) ? 'Failed' : 'Complete';
  const over = looks > 1 ? { conditions: [{ type, status: 'True' }] } : {};
  return { ...job, status: { startTime: scenario.started, ...over } };
}

if (has('config', 'view')) {
  print({
    contexts: [{ name: 'stage', context: { cluster: 'stage' } }],
    clusters: [{ name: 'stage', cluster: { server: scenario.server } }],
  });
} else if (has('create', 'job')) {
  const [name, from] = [after('job'), args.find((arg) => arg.startsWith('--from=cronjob/'))];
  print(template(from.slice('--from=cronjob/'.length), name));
} else if (has('create', '-')) {
  fs.writeFileSync(jobFile(JSON.parse(stdin).metadata.name), stdin);
} else if (has('get', 'jobs')) {
  const cronJobs = after('--selector').match(/[^ (),]+-(?:backup|restore)/g);
  print({ items: (scenario.running ?? []).filter(({ metadata }) => cronJobs.some((cronJob) => metadata.name.startsWith(cronJob))) });
} else if (has('get', 'job')) {
  if ((scenario.silences ?? 0) > 0) {
    fs.writeFileSync(path.join(folder, 'scenario.json'), JSON.stringify({ ...scenario, silences: scenario.silences - 1 }));
    fail('Unable to connect to the server');
  }
  print(stateOf(after('job')));
} else if (has('get', 'pods')) {
  const selector = after('--selector');
  if (selector.startsWith('app.kubernetes.io/name=')) {
    if (scenario.writers === 'forbidden') fail('Error from server (Forbidden): pods is forbidden');
    print({ items: scenario.writers ?? [] });
  } else {
    print({ items: [{ metadata: { name: 'pod' }, status: { initContainerStatuses: [{ name: 'dump', state: { running: {} } }] } }] });
  }
} else if (has('logs', '--container=list')) {
  print(`NOTICE: Config file not found - using defaults\n${(scenario.artifacts ?? []).map((name) => `${name}/sums\n`).join('')}`);
} else if (has('logs')) {
  print('[pod/x/dump] pg_dump: error: connection refused\n');
} else if (!has('delete', 'job')) {
  fail(`this kubectl knows no ${args.join(' ')}`);
}
