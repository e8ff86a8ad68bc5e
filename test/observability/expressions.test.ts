import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expressions, recordings } from './presets';

const README = readFileSync(join(__dirname, '../../docs/runbooks/README.md'), 'utf8');

/** Metrics in the first column of the tables on what is measured. */
const documented = README.slice(README.indexOf('## What a component must measure'))
  .split('\n')
  .flatMap((line) => {
    const cell = /^\| (`.*?`) \|/.exec(line)?.[1] ?? '';
    return [...cell.matchAll(/`([a-z_]+)`/g)].map(([, metric]) => metric as string);
  });

/** Where the text is not PromQL; empty if it is. */
function errors(expression: string): string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from }) => {
      if (type.isError) found.push(expression.slice(from));
    },
  });
  return found;
}

function metrics(expression: string): string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, node, from, to }) => {
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') found.push(expression.slice(from, to));
    },
  });
  return found;
}

test('the check for PromQL finds what is none', () => {
  expect(errors('sum(up{job="a"}')).not.toEqual([]);
  expect(errors('up{job="a"')).not.toEqual([]);
  expect(errors('rate(up[5x])')).not.toEqual([]);
});

test.each(expressions)('%s is PromQL', (_, expression) => {
  expect(errors(expression)).toEqual([]);
});

test.each(expressions)('%s asks for metrics that the README of the runbooks lists', (_, expression) => {
  const known = [...documented, ...recordings.map(({ record }) => record)];

  expect(metrics(expression).filter((metric) => !known.includes(metric))).toEqual([]);
});

test('the README lists no metric that nothing asks for', () => {
  const asked = new Set(expressions.flatMap(([, expression]) => metrics(expression)));

  expect(documented.length).toBeGreaterThan(20);
  expect(documented.filter((metric) => !asked.has(metric))).toEqual([]);
});

test('every recording is asked for', () => {
  const asked = new Set(expressions.flatMap(([, expression]) => metrics(expression)));

  expect(recordings.map(({ record }) => record).filter((record) => !asked.has(record))).toEqual([]);
});
