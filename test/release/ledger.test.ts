import { type Ledger, ledgerConflict, ledgerProblem, ledgerText, parseLedger, withEntry } from '../../lib/release/ledger';
import { release } from '../../lib/release/release';
import { digestOf } from './digest';

const FILE = 'envs/releases/ui.json';
const [ONE, TWO] = [digestOf('ui', '1.0.0'), digestOf('ui', '1.1.0')];
const LEDGER: Ledger = {
  component: 'ui',
  releases: [
    { version: '1.0.0', digest: ONE, source: 'adopted' },
    { version: '1.1.0-rc.1', digest: TWO, source: '4f2a', attestation: 'registry.example.org/ui:att' },
  ],
};

describe('the text of a ledger', () => {
  test('holds one entry after the other, and is read as what was written', () => {
    expect(ledgerText({ ...LEDGER, releases: LEDGER.releases.slice(0, 1) })).toBe(`{
  "component": "ui",
  "releases": [
    {
      "version": "1.0.0",
      "digest": "${ONE}",
      "source": "adopted"
    }
  ]
}
`);
    expect(parseLedger(ledgerText(LEDGER), FILE)).toEqual(LEDGER);
  });

  test('is the same whatever the order of keys was', () => {
    const [first, second] = LEDGER.releases;
    const { version, digest, source, attestation } = second as Required<Ledger['releases'][number]>;
    const other = { releases: [first, { attestation, source, digest, version }], component: 'ui' } as Ledger;

    expect(ledgerText(other)).toBe(ledgerText(LEDGER));
  });

  const entry = { version: '1.0.0', digest: ONE, source: '4f2a' };
  test.each<[string, string, string]>([
    [
      'conflict markers',
      `<<<<<<< HEAD\n${ledgerText(LEDGER)}`,
      `${FILE}: is "<<<<<<< HEAD\\n{\\n  \\"co"; expected JSON; resolve the conflict`,
    ],
    ['no text', '', `${FILE}: is ""; expected JSON`],
    ['a list', '[]', `${FILE}: is []; expected a JSON object`],
    ['null', 'null', `${FILE}: is null; expected a JSON object`],
    ['another component', ledgerText({ ...LEDGER, component: 'api' }), `${FILE} component: is "api"; expected the name of its file`],
    ['no component', '{"releases":[]}', `${FILE} component: is nothing; expected the name of its file`],
    ['no releases', '{"component":"ui"}', `${FILE} releases: is nothing; expected a list`],
    ['an entry that is none', withReleases(null), `${FILE} releases[0].version: is nothing; expected major.minor.patch`],
    [
      'a version that is none',
      withReleases({ ...entry, version: 'latest' }),
      `${FILE} releases[0].version: is "latest"; expected major.minor.patch`,
    ],
    ['a digest of 63 digits', withReleases({ ...entry, digest: ONE.slice(0, -1) }), `${FILE} releases[0].digest: is "sha256:`],
    ['no source', withReleases({ ...entry, source: undefined }), `${FILE} releases[0].source: is nothing; expected a commit`],
    [
      'an attestation that is none',
      withReleases({ ...entry, attestation: 7 }),
      `${FILE} releases[0].attestation: is 7; expected a reference`,
    ],
    [
      'a version twice, as after a merge',
      withReleases(entry, { ...entry, digest: TWO }),
      `${FILE} releases[1]: is "1.0.0"; expected each version and each digest once`,
    ],
    [
      'a digest twice',
      withReleases(entry, { ...entry, version: '1.1.0' }),
      `${FILE} releases[1]: is "1.1.0"; expected each version and each digest once`,
    ],
  ])('with %s is refused with file and field', (_, text, message) => {
    expect(() => parseLedger(text, FILE)).toThrow(message);
  });
});

describe('a ledger grows only', () => {
  test('at its end', () => {
    const entry = { version: '1.2.0', digest: digestOf('ui', '1.2.0'), source: '5a5a' };

    expect(withEntry(LEDGER, 'ui', entry)).toEqual({ component: 'ui', releases: [...LEDGER.releases, entry] });
    expect(withEntry(undefined, 'ui', entry)).toEqual({ component: 'ui', releases: [entry] });
  });

  test('and not by what it has already', () => {
    expect(withEntry(LEDGER, 'ui', { version: '1.0.0', digest: ONE, source: 'other' })).toBe(LEDGER);
  });
});

describe('a digest is one version of one component for ever', () => {
  const ledgers = new Map([
    ['ui', LEDGER],
    ['api', { component: 'api', releases: [{ version: '1.0.0', digest: digestOf('api', '1.0.0'), source: '4f2a' }] }],
  ]);
  const NEW = digestOf('ui', '2.0.0');

  test.each<[string, string, string, string | undefined, string | undefined]>([
    ['what is recorded', '1.0.0', ONE, undefined, undefined],
    ['a new version', '2.0.0', NEW, undefined, `the ledger has no 2.0.0 ${NEW}`],
    ['the digest of another component', '1.0.0', digestOf('api', '1.0.0'), ...twice(`${digestOf('api', '1.0.0')} is an image of api`)],
    ['a version used again', '1.0.0', NEW, ...twice(`1.0.0 is ${ONE} in the ledger`)],
    ['a digest under another version', '2.0.0', ONE, ...twice(`${ONE} is version 1.0.0 in the ledger`)],
    ['a digest and a version of two entries', '1.0.0', TWO, ...twice(`${TWO} is version 1.1.0-rc.1 in the ledger`)],
  ])('%s', (_, version, digest, conflict, problem) => {
    expect(ledgerConflict('ui', release(version, digest), ledgers)).toBe(conflict);
    expect(ledgerProblem('ui', release(version, digest), ledgers)).toBe(problem);
  });
});

function withReleases(...releases: unknown[]): string {
  return JSON.stringify({ component: 'ui', releases });
}

function twice(text: string): [string, string] {
  return [text, text];
}
