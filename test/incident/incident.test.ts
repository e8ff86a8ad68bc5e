import { type Incident, incidentFile, isMoment } from '../../lib/incident/incident';
import { incidentText, parseIncident } from '../../lib/incident/incident-record';

const INCIDENT: Incident = {
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
  captures: [],
};
const FILE = 'docs/incidents/stage-INC-7.json';

function problemsOf(change: object): string[] {
  try {
    parseIncident(JSON.stringify({ ...INCIDENT, ...change }), FILE);
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

test('a record is one text, whatever order its fields and lists came in, and is read as it was written', () => {
  const { id, ...rest } = INCIDENT;
  const text = incidentText({ ...rest, paused: ['bootstrap', 'root'], id });

  expect(text).toBe(incidentText(INCIDENT));
  expect(incidentText(parseIncident(text, incidentFile(INCIDENT)))).toBe(text);
});

test('every field that is wrong is named', () => {
  expect(
    problemsOf({ id: 'INC-../7', who: '', expires: 'tomorrow', paused: 'root', pausing: 'maybe', severity: 1, with: undefined }),
  ).toMatchInlineSnapshot(`
[
  "id is "INC-../7"; expected INC- and capital letters, digits and inner dashes, 30 at most, e.g. INC-7",
  "who is ""; expected a person, in one line",
  "with is missing; expected a second person, in one line",
  "expires is "tomorrow"; expected a moment like 2027-01-31T14:05:00Z",
  "paused is "root"; expected a list of Applications",
  "pausing is "maybe"; expected pending, paused, unreachable or nothing",
  "severity is no field of a record",
]
`);
});

test.each([
  ['no credential', { what: `psql postgres://admin:${['s3cr3t', 'W0rd99'].join('')}@db/x` }, 'what is'],
  ['no second line', { why: 'one\ntwo' }, 'why is'],
  ['no end before its beginning', { expires: '2026-01-31T14:05:00Z' }, 'expires is 2026-01-31T14:05:00Z, not after opened'],
  ['no one person for two', { with: 'ADA EXAMPLE' }, 'with is "ADA EXAMPLE", who is the same'],
  ['no one person for two, by spacing', { with: 'Ada  E-xample.' }, 'with is "Ada  E-xample.", who is the same'],
  ['no one person for two, by letters of another width', { with: 'Ａda Example' }, 'who is the same'],
  ['no space that is none', { with: 'Ada\u00a0Example' }, 'with is'],
  ['no character that nobody sees', { with: 'Ada\u200b Example' }, 'with is'],
  ['no text that runs backwards', { why: 'a \u202eleak' }, 'why is'],
  ['no end later than somebody may decide', { expires: '2099-01-31T18:05:00Z' }, 'more than 24 hours after opened'],
  [
    'no extension for ever',
    {
      expires: '2099-01-31T18:05:00Z',
      extended: [{ when: '2026-01-31T17:00:00Z', by: 'Bob Example', why: 'it lasts', from: '2026-01-31T18:05:00Z' }],
    },
    'more than 24 hours after extended[0].when',
  ],
  [
    'no extension to an earlier end',
    {
      expires: '2026-01-31T17:30:00Z',
      extended: [{ when: '2026-01-31T17:00:00Z', by: 'Bob Example', why: 'it lasts', from: '2026-01-31T18:05:00Z' }],
    },
    'expires is 2026-01-31T17:30:00Z, not after extended[0].from',
  ],
  [
    'no capture of another record',
    {
      captures: [
        {
          when: '2026-01-31T15:00:00Z',
          file: 'docs/incidents/stage-INC-6/capture-1.json',
          sha256: 'a'.repeat(64),
          differences: 1,
          components: [],
        },
      ],
    },
    'captures has docs/incidents/stage-INC-6/capture-1.json, which is not below docs/incidents/stage-INC-7/',
  ],
  ['no name of another file', { id: 'INC-8' }, 'environment and id are those of docs/incidents/stage-INC-8.json'],
  ['no day that is none', { opened: '2026-02-30T00:00:00Z' }, 'opened is'],
  [
    'no capture elsewhere',
    {
      captures: [
        { when: '2026-01-31T15:00:00Z', file: 'docs/incidents/../../x.json', sha256: 'a'.repeat(64), differences: 1, components: [] },
      ],
    },
    'captures is',
  ],
])('a record has %s', (_, change, expected) => {
  expect(problemsOf(change)[0]).toContain(expected);
});

test('a record may be extended by a day from each decision, also after its end', () => {
  const by = { by: 'Bob Example', why: 'it lasts' };
  const extended = [
    { ...by, when: '2026-01-31T17:00:00Z', from: '2026-01-31T18:05:00Z' },
    { ...by, when: '2026-02-03T09:00:00Z', from: '2026-02-01T17:00:00Z' },
  ];

  expect(problemsOf({ extended, expires: '2026-02-04T09:00:00Z' })).toEqual([]);
});

test.each(['no JSON <<<<<<< HEAD', '[]', 'null'])('%s is no record', (text) => {
  expect(() => parseIncident(text, FILE)).toThrow(`${FILE}: is no record of a break-glass`);
});

test('a moment is UTC, to the second', () => {
  expect(['2026-01-31T14:05:00Z', '2026-01-31T14:05:00+01:00', '2026-01-31T14:05Z', '2026-01-31T25:00:00Z', 7].map(isMoment)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
