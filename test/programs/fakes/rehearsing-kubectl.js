'use strict';
/** A kubectl for tests of rehearsals: it makes a Job of a CronJob, says how it goes, and prints its log. FAKE_FOLDER has scenario.json. */
const fs = require('node:fs');
const path = require('node:path');

const folder = process.env.FAKE_FOLDER;
const scenario = JSON.parse(fs.readFileSync(path.join(folder, 'scenario.json'), 'utf8'));
const args = process.argv.slice(2).filter((arg, index, all) => !/^--(request-timeout|context)/.test(arg) && all[index - 1] !== '--context');
const input = args.includes('-') ? fs.readFileSync(0, 'utf8') : '';
fs.appendFileSync(path.join(folder, 'calls.txt'), `${args.join(' ').replace(/-\d{8}-\d{6}-[0-9a-f]{4}/, '-TIME')}\n`);

const print = (value) => process.stdout.write(typeof value === 'string' ? value : JSON.stringify(value));
const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};
const words = args.filter((arg) => !arg.startsWith('--')).join(' ');

if (args[0] === 'config') {
  const clusters = [{ name: 'stage', cluster: { server: scenario.server } }];
  print({ contexts: [{ name: 'stage', context: { cluster: 'stage' } }], clusters });
} else if (/ create job /.test(` ${words} `)) {
  if (scenario.cronJob === undefined) fail('Error from server (NotFound): cronjobs.batch "kfm-api-rehearsal" not found');
  print({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: args[args.indexOf('job') + 1] },
    spec: scenario.cronJob.spec.jobTemplate.spec,
  });
} else if (args.includes('create')) {
  fs.writeFileSync(path.join(folder, 'job.json'), input);
} else if (/ get jobs /.test(` ${words} `)) {
  print({ items: scenario.running ?? [] });
} else if (/ get job /.test(` ${words} `)) {
  const file = path.join(folder, 'looks');
  const looks = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) + 1 : 1;
  fs.writeFileSync(file, String(looks));
  const conditions = looks > 1 ? [{ type: scenario.ends ?? 'Complete', status: 'True' }] : [];
  print({ ...JSON.parse(fs.readFileSync(path.join(folder, 'job.json'), 'utf8')), status: { conditions } });
} else if (/ get pods /.test(` ${words} `)) {
  print({
    items: [{ metadata: { name: 'it' }, status: { phase: 'Running', containerStatuses: [{ name: 'k6', state: { running: {} } }] } }],
  });
} else if (args.includes('logs')) {
  print(scenario.log ?? '');
} else fail(`error: nothing is made up for ${args.join(' ')}`);
