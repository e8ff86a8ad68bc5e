/** Begin of the one line of the log that is the report; what reads it looks for this. */
export const REPORT = '{"rehearsal":';

/**
 * What k6 runs: the steps of a plan one after the other, at a rate that does not wait for answers, and at the end one line of JSON. It
 * ends with 99 if an objective is missed. The plan lies beside it.
 */
export const REHEARSAL_SCRIPT = `import http from 'k6/http';
import { Rate } from 'k6/metrics';

const plan = JSON.parse(open('./plan.json'));
const rates = { availability: new Rate('availability'), latency: new Rate('latency') };

const names = plan.steps.map(({ rate }, index) => 'step_' + (index + 1) + '_of_' + rate);
const startOf = (index) => plan.steps.slice(0, index).reduce((sum, { seconds }) => sum + seconds, 0);
const planned = plan.steps.reduce((sum, { rate, seconds }) => sum + rate * seconds, 0);

function scenario({ rate, seconds }, index) {
  return {
    executor: 'constant-arrival-rate',
    rate,
    timeUnit: '1s',
    duration: seconds + 's',
    startTime: startOf(index) + 's',
    gracefulStop: '10s',
    preAllocatedVUs: Math.max(1, Math.ceil(rate / 2)),
    maxVUs: rate * 2,
  };
}

const thresholds = {};
for (const { name, objective } of plan.objectives) {
  thresholds[name] = ['rate>=' + objective];
  // A threshold that everything meets: k6 tells a step apart only where one asks for it.
  for (const step of names) thresholds[name + '{scenario:' + step + '}'] = ['rate>=0'];
}

export const options = {
  scenarios: Object.fromEntries(plan.steps.map((step, index) => [names[index], scenario(step, index)])),
  thresholds,
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
  discardResponseBodies: true,
};

export default function () {
  const path = plan.paths[__ITER % plan.paths.length];
  const response = http.get(plan.url + path, { timeout: '10s', redirects: 0, tags: { name: path } });
  const isAnswered = response.status >= 200 && response.status < 400;
  for (const { name, seconds } of plan.objectives) {
    if (seconds === undefined) rates[name].add(isAnswered);
    else rates[name].add(response.status > 0 && response.timings.duration <= seconds * 1000);
  }
}

export function handleSummary({ metrics }) {
  const shareOf = (name) => (metrics[name] ? metrics[name].values.rate : null);
  const { values } = metrics.http_req_duration || { values: {} };
  const rehearsal = {
    url: plan.url,
    paths: plan.paths,
    planned,
    sent: metrics.http_reqs ? metrics.http_reqs.values.count : 0,
    milliseconds: { median: values.med, p95: values['p(95)'], p99: values['p(99)'], most: values.max },
    objectives: plan.objectives.map((objective) => ({ ...objective, measured: shareOf(objective.name) })),
    steps: plan.steps.map(({ rate, seconds }, index) => ({
      rate,
      seconds,
      measured: Object.fromEntries(plan.objectives.map(({ name }) => [name, shareOf(name + '{scenario:' + names[index] + '}')])),
    })),
  };
  return { stdout: JSON.stringify({ rehearsal }) + '\\n' };
}
`;
