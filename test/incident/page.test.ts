import type { Incident } from '../../lib/incident/incident';
import { incidentSection } from '../../lib/incident/page';

const OPEN = {
  id: 'INC-7',
  environment: 'stage',
  who: 'Ada Example',
  with: 'Bob Example',
  why: 'a | b <script> `c` [d](e)',
  what: 'scale it',
  expires: '2026-01-31T18:05:00Z',
  paused: [],
} as Partial<Incident> as Incident;

test('what is open stands on the page, and no text of it is Markdown or HTML', () => {
  expect(incidentSection([OPEN])?.split('\n').at(-1)).toMatchInlineSnapshot(
    `"| [INC-7](../../docs/incidents/stage-INC-7.json) | Ada Example, with Bob Example | a &#124; b &#60;script&#62; &#96;c&#96; &#91;d&#93;(e) | scale it | 2026-01-31T18:05:00Z | nothing |"`,
  );
});

test('without an open record the page says nothing of them', () => {
  expect(incidentSection([{ ...OPEN, closed: { when: '2026-01-31T17:00:00Z', by: 'Ada Example' } }])).toBeUndefined();
});
