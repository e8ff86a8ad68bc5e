import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '../../../cli/doctor/catalogue';
import { PROJECT } from '../run';

const page = readFileSync(join(PROJECT, 'docs/doctor.md'), 'utf8');
const families = page.slice(page.indexOf('## Checks'), page.indexOf('## Rows of the sources'));
const rows = page.slice(page.indexOf('## Rows of the sources'));

/** Checks whose subject no row of a source names; they are asked for by what the rows are about. */
const BEYOND = [
  'workload/image',
  'workload/crash',
  'workload/available',
  'workload/disruption',
  'workload/autoscaler',
  'workload/sealed',
  'workload/secret',
  'cluster/namespaces',
];

test('the page names every check in the row of its family, and no other', () => {
  const named = families
    .split('\n')
    .flatMap((line) => {
      const [, family, names = ''] = /^\| `(\w+)`[^|]*\| ([^|]+)\|/.exec(line) ?? [];
      return family === undefined ? [] : [...names.matchAll(/`([\w-]+)`/g)].map(([, name]) => `${family}/${name}`);
    })
    .sort();

  expect(named).toEqual(CHECKS.map(({ id }) => id).sort());
});

test('every check answers a row of a source, or is one of those beyond them', () => {
  const unnamed = CHECKS.map(({ id }) => id).filter((id) => {
    const [family, name] = id.split('/') as [string, string];
    const isWhole = rows.includes(`all of \`${family}\``);
    return !isWhole && !rows.includes(`\`${id}\``) && !rows.includes(`\`${name}\``);
  });

  expect(unnamed.sort()).toEqual([...BEYOND].sort());
});

test('pages that results lead to are there', async () => {
  const { RUNBOOK } = await import('../../../cli/doctor/runbooks');

  expect(Object.values(RUNBOOK).filter((path) => readFileSync(join(PROJECT, path), 'utf8') === '')).toEqual([]);
});

const sources = readdirSync(join(PROJECT, 'cli/doctor'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && path !== 'messages.ts')
  .map((path) => readFileSync(join(PROJECT, 'cli/doctor', path), 'utf8'));

function all(pattern: RegExp): string[] {
  return [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found)))];
}

test('lines to copy that ask a cluster are written by cli/drift/hint, which names it', () => {
  expect(all(/(kubectl --context|npm run (?:drift|doctor|cluster))\b/g)).toEqual([]);
  expect(all(/npm run ([\w:-]+)/g).sort()).toEqual(['reach', 'seal', 'synth', 'validate']);
});

test('headings and files that results lead to are there', async () => {
  const { RUNBOOK } = await import('../../../cli/doctor/runbooks');
  const headings = sources.flatMap((text) => [...text.matchAll(/RUNBOOK\.(\w+)\} ([A-Z]\w+)/g)]);
  const missing = headings.filter(
    ([, page, heading]) => !readFileSync(join(PROJECT, RUNBOOK[page as keyof typeof RUNBOOK]), 'utf8').includes(`\n## ${heading}\n`),
  );

  expect(headings.length).toBeGreaterThan(5);
  expect(missing.map(([found]) => found)).toEqual([]);
  expect(all(/((?:docs|envs|lib)\/[\w/-]+\.(?:md|ts))\b/g).filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});
