import { valueAt } from '../../manifest/manifest';
import type { Rule, Violation } from '../rule';
import { type ArgoCdChart, argoCdCharts } from './settings';

/** A program of Argo CD of which a highly available one has several, by its values in the chart. */
interface Program {
  readonly path: string;
  /** Replicas where the values name none. */
  readonly absent: number;
  readonly fewest: number;
  /** Whether an Argo CD may do without. */
  readonly isOptional?: boolean;
  /** Whether the chart gives it an autoscaler if asked to, which then decides. */
  readonly scales?: boolean;
}

const PROGRAMS: readonly Program[] = [
  { path: 'server', absent: 1, fewest: 2, isOptional: true, scales: true },
  { path: 'repoServer', absent: 1, fewest: 2, scales: true },
  { path: 'applicationSet', absent: 1, fewest: 2, isOptional: true },
];

/** Of the highly available cache: three agree on which of them is written to. */
const CACHE: readonly Program[] = [
  { path: 'redis-ha', absent: 3, fewest: 3 },
  { path: 'redis-ha.haproxy', absent: 3, fewest: 2 },
];

export const availability: Rule = {
  id: 'argo/availability',
  title: 'Where the platform is highly available, Argo CD is as well',
  severity: 'error',
  rationale:
    'With the node of the only repository server or cache goes every sync, so every repair; the chart installs one of each unless told otherwise (hardening, control-plane ConfigMaps: manifests/ha; check 47).',
  requirements: ['A7', 'B26'],
  fix: 'set redis-ha.enabled: true, and two or more replicas of server, repoServer and applicationSet, as lib/addon/argo-cd.ts does',
  *check(world) {
    if (world.facts?.highlyAvailable !== true) return;
    for (const chart of argoCdCharts(world)) {
      if (chart.object.unit === undefined) continue;
      for (const program of PROGRAMS) yield* tooFew(chart, program);
      // A cache that is somebody else's is for argo/redis to judge.
      if (valueAt(chart.values, 'redis.enabled') === false) continue;
      const enabled = valueAt(chart.values, 'redis-ha.enabled');
      if (enabled === true) for (const program of CACHE) yield* tooFew(chart, program);
      else yield { object: chart.object, field: chart.at('redis-ha.enabled'), message: `${spoken(enabled, false)}; expected true` };
    }
  },
};

function* tooFew({ object, values, at }: ArgoCdChart, { path, absent, fewest, isOptional, scales }: Program): Iterable<Violation> {
  const isScaled = scales === true && valueAt(values, `${path}.autoscaling.enabled`) === true;
  const field = `${path}.${isScaled ? 'autoscaling.minReplicas' : 'replicas'}`;
  const value = valueAt(values, field);
  const replicas = Number(value ?? absent);
  if (replicas >= fewest || (replicas === 0 && isOptional === true)) return;
  yield { object, field: at(field), message: `${spoken(value, absent)}; expected ${fewest} or more` };
}

function spoken(value: unknown, absent: unknown): string {
  return value === undefined ? `is absent, which means ${absent}` : `is ${JSON.stringify(value)}`;
}
