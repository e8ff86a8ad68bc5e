import { isDeepStrictEqual } from 'node:util';
import { Construct, RootConstruct } from 'constructs';
import fc from 'fast-check';
import { changedInputs, inputsOf } from '../../lib/release/inputs';
import { release } from '../../lib/release/release';
import { mock, sealed } from '../../lib/tenancy/secret-ref';
import { digestOf } from './digest';

const root = new RootConstruct();
const [api, search] = [new Construct(root, 'kfm-api'), new Construct(new Construct(root, 'stores'), 'search')];
const ciphertext = (token: string): unknown => ({
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name: 'ui', namespace: 'web' },
  spec: { encryptedData: { token } },
});

describe('the inputs of a component', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['the order of keys', { replicas: 2, host: 'a' }, { host: 'a', replicas: 2 }],
    ['the order of keys inside a value', { scale: { min: 1, max: 3 } }, { scale: { max: 3, min: 1 } }],
    ['a key without a value', { replicas: 2, host: undefined }, { replicas: 2 }],
    ['a key without a value inside a value', { scale: { min: 1, max: undefined } }, { scale: { min: 1 } }],
    ['what another component is made of, which counts by its name', { api }, { api: new Construct(new RootConstruct(), 'kfm-api') }],
  ])('do not differ by %s', (_, before, after) => {
    expect(changedInputs(inputsOf(before), inputsOf(after))).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
    ['a value', { replicas: 2, host: 'a' }, { replicas: 3, host: 'a' }, ['replicas']],
    ['a number that became a text', { replicas: 2 }, { replicas: '2' }, ['replicas']],
    ['keys that come and go', { replicas: 2, host: 'a' }, { replicas: 2, flags: {} }, ['flags', 'host']],
    ['null', { placement: null }, {}, ['placement']],
    [
      'a value deep inside',
      { configuration: { a: { b: [1, { c: 2 }] } } },
      { configuration: { a: { b: [1, { c: 3 }] } } },
      ['configuration'],
    ],
    ['the order of a list', { hosts: ['a', 'b'] }, { hosts: ['b', 'a'] }, ['hosts']],
    ['where a value ends', { hosts: ['a,b'] }, { hosts: ['a', 'b'] }, ['hosts']],
    [
      'the version of a release',
      { release: release('1.0.0', digestOf('ui', '1')) },
      { release: release('1.1.0', digestOf('ui', '1')) },
      ['release'],
    ],
    [
      'the hotfix of a release',
      { release: release('1.0.0', digestOf('ui', '1')) },
      { release: release('1.0.0', digestOf('ui', '1'), { hotfix: 'INC-1: leak' }) },
      ['release'],
    ],
    ['another component in its place', { stores: { index: api } }, { stores: { index: search } }, ['stores']],
    ['the ciphertext of a secret', { secret: sealed(ciphertext('AgA')) }, { secret: sealed(ciphertext('AgB')) }, ['secret']],
    ['where a secret comes from', { secret: mock('web', 'ui', 'token') }, { secret: sealed(ciphertext('AgA')) }, ['secret']],
  ])('differ by %s, and name the key', (_, before, after, changed) => {
    expect(changedInputs(inputsOf(before), inputsOf(after))).toEqual(changed);
  });

  test('name exactly the keys whose values differ as JSON', () => {
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(values, values, (before, after) => {
        const isSame = (key: string): boolean => isDeepStrictEqual([asJson(before[key])], [asJson(after[key])]);
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();

        expect(changedInputs(inputsOf(before), inputsOf(after))).toEqual(keys.filter((key) => !isSame(key)));
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

/** As JSON carries it: no negative zero. */
function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
