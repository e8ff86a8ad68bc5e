import { historyFindings } from '../../lib/incident/history';
import type { Incident } from '../../lib/incident/incident';

const CAPTURE = {
  when: '2026-01-31T15:00:00Z',
  file: 'docs/incidents/stage-INC-7/capture-1.json',
  sha256: 'a'.repeat(64),
  differences: 1,
  components: ['kfm-api'],
};
const OPEN: Incident = {
  id: 'INC-7',
  environment: 'stage',
  context: 'kfm-stage',
  server: 'https://api.stage.kfm.example.org:6443',
  who: 'Ada Example',
  with: 'Bob Example',
  what: 'scale kfm-api to nothing',
  why: 'tokens leak from its log',
  opened: '2026-01-31T14:05:00Z',
  expires: '2026-01-31T18:05:00Z',
  extended: [],
  components: ['tiles', 'kfm-api'],
  paused: ['root', 'bootstrap'],
  pausing: 'paused',
  captures: [CAPTURE],
};
const CLOSED = { ...OPEN, closed: { when: '2026-01-31T17:00:00Z', by: 'Ada Example' } };
const EXTENSION = { when: '2026-01-31T17:00:00Z', by: 'Bob Example', why: 'it lasts', from: OPEN.expires };

function problems(before: Incident, after?: Incident): string[] {
  return historyFindings([before], after === undefined ? [] : [after]).map(({ field, message }) => `${field}: ${message}`);
}

test.each([
  ['is as it was', OPEN, OPEN],
  ['has its lists in another order', OPEN, { ...OPEN, components: ['kfm-api', 'tiles'] }],
  ['is captured once more', OPEN, { ...OPEN, captures: [CAPTURE, { ...CAPTURE, when: '2026-01-31T16:00:00Z' }] }],
  ['is extended', OPEN, { ...OPEN, expires: '2026-02-01T02:00:00Z', extended: [EXTENSION] }],
  [
    'is paused at last, by another address of the server',
    { ...OPEN, pausing: 'pending' as const },
    { ...OPEN, server: 'https://other:6443' },
  ],
  ['is closed', OPEN, CLOSED],
])('a record may say that it %s', (_, before, after) => {
  expect(problems(before, after)).toEqual([]);
});

test.each([
  ['goes', OPEN, undefined, ': INC-7 is gone, and it is open: nothing has resumed what it pauses'],
  ['goes when it is closed', CLOSED, undefined, ': INC-7 is gone'],
  ['is opened again', CLOSED, OPEN, 'closed: INC-7 was closed, and is open again'],
  [
    'is closed at another time',
    CLOSED,
    { ...CLOSED, closed: { ...CLOSED.closed, by: 'Bob Example' } },
    ': INC-7 was closed, and is another one since',
  ],
  [
    'ends later without a decision',
    OPEN,
    { ...OPEN, expires: '2026-02-01T14:05:00Z' },
    'expires: INC-7 has another expires than it was written with',
  ],
  ['is of somebody else', OPEN, { ...OPEN, who: 'Eve Example' }, 'who: INC-7 has another who than it was written with'],
  [
    'pauses more',
    OPEN,
    { ...OPEN, paused: ['bootstrap', 'root', 'stores-postgres'] },
    'paused: INC-7 has another paused than it was written with',
  ],
  ['loses a capture', OPEN, { ...OPEN, captures: [] }, 'captures: INC-7 has another captures than it was written with'],
])('no record %s', (_, before, after, expected) => {
  expect(problems(before, after)).toEqual([expected]);
});
