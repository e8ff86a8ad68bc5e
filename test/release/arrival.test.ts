import { arrivalRemarks } from '../../lib/release/arrival';
import type { Ledgers } from '../../lib/release/ledger';
import { release } from '../../lib/release/release';
import type { Rendering } from '../../lib/release/rendering';
import { digestOf } from './digest';

const [UI, API] = [digestOf('ui', '1.0.0'), digestOf('api', '1.0.0')];
const LEDGERS: Ledgers = new Map(
  Object.entries({ ui: UI, api: API }).map(([component, digest]) => [
    component,
    { component, releases: [{ version: '1.0.0', digest, source: '4f2a' }] },
  ]),
);

describe('a release where changes arrive', () => {
  test.each<[string, Rendering, string[]]>([
    ['is fine if the ledger has it', rendering('1.0.0', UI), []],
    ['is nothing to a component without a version', { component: 'rbac', files: [] }, []],
    [
      'is a warning if the ledger lacks it',
      rendering('1.1.0', digestOf('ui', '1.1.0')),
      [`warning: dev runs ui 1.1.0: the ledger does not have ${digestOf('ui', '1.1.0')}, so it can be promoted nowhere`],
    ],
    ['is refused with the image of another component', rendering('1.0.0', API), [`error: dev runs ui 1.0.0: ${API} is an image of api`]],
    [
      'is refused with a version that is used again',
      rendering('1.0.0', digestOf('ui', 'other')),
      [`error: dev runs ui 1.0.0: 1.0.0 is ${UI} in the ledger`],
    ],
  ])('%s', (_, arriving, remarks) => {
    expect(arrivalRemarks('dev', [arriving], LEDGERS).map(({ severity, message }) => `${severity}: ${message}`)).toEqual(remarks);
  });
});

function rendering(version: string, digest: string): Rendering {
  return { component: 'ui', files: [], release: release(version, digest) };
}
