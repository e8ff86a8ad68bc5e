import { isNobody, NOBODY, peersOf } from '../../lib/manifest/nobody';

describe('a peer that nobody can be', () => {
  test('is one that asks for a label and its absence', () => {
    expect(isNobody(NOBODY)).toBe(true);
  });

  const expression = (key: string, operator: string): object => ({ key, operator });
  test.each([
    ['everybody', {}],
    ['all pods', { podSelector: {} }],
    ['pods with a label', { podSelector: { matchExpressions: [expression('a', 'Exists')] } }],
    [
      'pods with one label and without another',
      { podSelector: { matchExpressions: [expression('a', 'Exists'), expression('b', 'DoesNotExist')] } },
    ],
    ['an address', { ipBlock: { cidr: '192.0.2.0/24' } }],
  ])('is not %s', (_, peer) => {
    expect(isNobody(peer)).toBe(false);
  });
});

describe('the peers of a rule', () => {
  const peer = { ipBlock: { cidr: '192.0.2.0/24' } };

  test.each([
    ['are everybody where it names none', {}, undefined],
    ['are everybody where its list is empty', { from: [] }, undefined],
    ['are those that it names, without nobody', { from: [NOBODY, peer] }, [peer]],
    ['are none where it names nobody', { from: [NOBODY] }, []],
  ])('%s', (_, rule, expected) => {
    expect(peersOf(rule, 'from')).toEqual(expected);
  });
});
