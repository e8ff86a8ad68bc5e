import { listAt, textAt, textsAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { projectsOf, repeated } from './project-view';
import { durationSeconds, scheduleProblem } from './schedule';

/** What a window selects its Applications by. */
const SELECTORS = ['applications', 'namespaces', 'clusters'];

export const syncWindow: Rule = {
  id: 'argo/sync-window',
  title: 'A sync window says when, where, for what, and whether somebody may sync by hand',
  severity: 'error',
  rationale:
    'A project with a window that Argo CD cannot read is not synced at all, one without a selector is rejected, and a time zone that is not said is UTC (hardening A10, check 54).',
  requirements: ['A10', 'B25', 'B58'],
  fix: 'state kind, schedule, duration, timeZone, manualSync and at least one of applications, namespaces and clusters',
  *check(world) {
    for (const object of projectsOf(world)) {
      const windows = listAt(object.manifest, 'spec.syncWindows');
      const again = repeated(windows, (window) =>
        JSON.stringify(['kind', 'schedule', 'duration', 'timeZone', ...SELECTORS].map((key) => valueAt(window, key))),
      );
      for (const [index, window] of windows.entries()) {
        const field = `spec.syncWindows[${index}]`;
        if (again.has(index)) yield { object, field, message: 'stands there a second time, which Argo CD rejects' };
        for (const [key, message] of problems(window)) yield { object, field: `${field}${key}`, message };
      }
    }
  },
};

function* problems(window: unknown): Iterable<[key: string, message: string]> {
  const [kind = '', schedule = '', duration = '', zone = ''] = ['kind', 'schedule', 'duration', 'timeZone'].map((key) =>
    textAt(window, key),
  );
  if (kind !== 'allow' && kind !== 'deny') yield ['.kind', `is "${kind}"; expected allow or deny`];
  const problem = scheduleProblem(schedule);
  if (problem !== undefined) yield ['.schedule', problem];
  if ((durationSeconds(duration) ?? 0) <= 0) yield ['.duration', `is "${duration}"; expected a time such as 1h30m`];
  if (!/^(UTC|[A-Z]\w+(\/[A-Z][\w+-]*)+)$/.test(zone)) yield ['.timeZone', `is "${zone}"; expected UTC or a place such as Europe/Berlin`];
  if (typeof valueAt(window, 'manualSync') !== 'boolean') yield ['.manualSync', 'is neither true nor false'];
  if (SELECTORS.every((selector) => textsAt(window, selector).length === 0)) yield ['', 'selects nothing'];
}
