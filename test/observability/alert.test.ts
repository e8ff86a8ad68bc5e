import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Alert, alertRule } from '../../lib/observability/alert';
import { alerts, recordings } from './presets';

const RUNBOOKS = join(__dirname, '../../docs/runbooks');

function headings(runbook: string): string[] {
  const text = readFileSync(join(RUNBOOKS, `${runbook}.md`), 'utf8');
  return [...text.matchAll(/^## (\S+)$/gm)].map(([, heading]) => heading as string);
}

/** The text below the heading of an alert. */
function section({ name, runbook }: Alert): string {
  const text = readFileSync(join(RUNBOOKS, `${runbook}.md`), 'utf8');
  return text.split(/^## /m).find((part) => part.startsWith(`${name}\n`)) ?? '';
}

test('names of alerts and recordings are unique', () => {
  const names = [...alerts.map(({ name }) => name), ...recordings.map(({ record }) => record)];

  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(alerts.map((alert) => [alert.name, alert] as const))('%s', (name, alert) => {
  test('has a heading of its own in a runbook that exists', () => {
    expect(existsSync(join(RUNBOOKS, `${alert.runbook}.md`))).toBe(true);
    expect(headings(alert.runbook).filter((heading) => heading === name)).toEqual([name]);
  });

  test('is explained: what it means, how to look, what to do, whom to call', () => {
    for (const part of ['**Means**', '**Look**', '**Remedy**', '**Escalate**']) expect(section(alert)).toContain(part);
  });

  test('is written like the others', () => {
    expect(name).toMatch(/^([A-Z][a-z]+)+$/);
    expect(alert.for).toMatch(/^[1-9]\d*[mh]$/);
    expect(alert.summary).toMatch(/^[^\n]{10,70}[^.\n]$/);
    expect(alert.description).toMatch(/\.$/);
  });
});

test('runbooks describe no alert that does not exist', () => {
  const pages = new Set(alerts.map(({ runbook }) => runbook));
  const described = [...pages].flatMap(headings);

  expect(described.filter((heading) => !alerts.some(({ name }) => name === heading))).toEqual([]);
});

test('the index names every runbook of an alert', () => {
  const index = readFileSync(join(RUNBOOKS, 'README.md'), 'utf8');
  const pages = readdirSync(RUNBOOKS).filter((file) => alerts.some(({ runbook }) => file === `${runbook}.md`));

  expect(pages.length).toBeGreaterThan(0);
  for (const page of pages) expect(index).toContain(`(${page})`);
});

test('a rule says how grave it is, whose it is and where its runbook is', () => {
  const alert: Alert = {
    name: 'ServerDown',
    expression: 'absent(up)',
    for: '5m',
    severity: 'critical',
    summary: 'down',
    description: 'It is down.',
    runbook: 'server',
  };

  expect(alertRule(alert, { component: 'kfm-api', team: 'services', pages: 'https://git.example.org/x' })).toEqual({
    alert: 'ServerDown',
    expr: 'absent(up)',
    for: '5m',
    labels: { severity: 'critical', component: 'kfm-api', team: 'services' },
    annotations: {
      summary: 'down',
      description: 'It is down.',
      runbook_url: 'https://git.example.org/x/docs/runbooks/server.md#serverdown',
    },
  });
});
