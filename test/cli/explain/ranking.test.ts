import type { Influence } from '../../../cli/explain/influences';
import { isReference, ranked } from '../../../cli/explain/ranking';
import type { Spot } from '../../../cli/explain/spots';

function influence(file: string, address: string, written: string, value: unknown, isCarried: boolean): Influence {
  const spot: Spot = { id: 1, file, line: 1, address: address.split('.'), written };
  return { spot, value, isCarried };
}

const OWN = 'envs/stage/index.ts';
const release = { version: '1.0.0' };

describe('influences', () => {
  test('come with what holds the value first, the class before what is shared, names of others last', () => {
    const influences = [
      influence(OWN, 'Api.release', "releases['api']", release, true),
      influence(OWN, 'super.size', '"small"', 'small', false),
      influence('envs/catalogue.ts', 'Catalogue.image', '"repo"', 'repo', true),
      influence(OWN, 'releases.api', 'release("1.0.0")', release, true),
    ];

    const order = ranked(influences, { status: 'set', value: 'repo:1.0.0' });

    expect(order.map(({ role, influence: { spot } }) => `${role} ${spot.address.join('.')}`)).toEqual([
      'gives releases.api',
      'gives Catalogue.image',
      'decides super.size',
      'passes on Api.release',
    ]);
  });

  test('come with the very value of the field before what is a part of it', () => {
    const influences = [influence(OWN, 'super.a', '"a"', 'a', true), influence(OWN, 'super.b', '"b-a"', 'b-a', true)];

    const [first] = ranked(influences, { status: 'set', value: 'b-a' });

    expect(first?.influence.value).toBe('b-a');
  });

  test('that name what is told nowhere are told themselves', () => {
    const [only] = ranked([influence(OWN, 'super.quotas', 'quotas.medium', { cpu: '1' }, false)], { status: 'set', value: '2' });

    expect(only?.role).toBe('decides');
  });

  test.each([
    ['quotas.medium', true],
    ["releases['kfm-api']", true],
    ['catalogue', true],
    ['true', false],
    ['"text"', false],
    ['Sync.automated()', false],
    ['2', false],
  ])('%s is a name: %s', (written, isIt) => {
    expect(isReference({ id: 1, file: OWN, line: 1, address: [], written })).toBe(isIt);
  });
});
