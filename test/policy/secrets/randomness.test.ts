import { bitsPerByte, isRandom } from '../../../lib/policy/secrets/randomness';

/** 24 characters, each followed by one of another kind, as in no real key. */
const RANDOM = 'aB1cD2eF3gH4iJ5kL6mN7oP8';

describe('a random text', () => {
  test.each([
    ['of 24 characters', RANDOM],
    ['of 128', `${RANDOM.repeat(5)}${RANDOM.slice(0, 8)}`],
    ['with the marks of base64', 'aB1c/D2eF3gH4+iJ5kL6mN7oP8=='],
    ['in which nearly half of the neighbours differ', 'aaBB11ccDD22eeFF33ggHH44i'],
    ['with 12 characters', 'aB1cD2eF3gH4aB1cD2eF3gH4'],
    ['with the last of each kind', 'zZ9cD2eF3gH4zZ9cD2eF3gH4'],
    ['with the first of each kind', 'aA0cD2eF3gH4aA0cD2eF3gH4'],
  ])('%s is one', (_, text) => {
    expect(isRandom(text)).toBe(true);
  });

  test.each([
    ['of 23 characters', RANDOM.slice(1)],
    ['of 129', `${RANDOM.repeat(5)}${RANDOM.slice(0, 9)}`],
    ['without capitals', 'a1c2e3g4i5k6m7o8q9s0u1w2'],
    ['without small letters', 'A1C2E3G4I5K6M7O8Q9S0U1W2'],
    ['without digits', 'aBcDeFgHiJkLmNoPqRsTuVwX'],
    ['of words', 'ServerSideApplyOfObjects2'],
    ['of words between marks', 'a/B/c/D1eeeeeeeeee-ffffffffff-gggggggg-hhhhhhhh'],
    ['with 11 characters', 'aB1cD2eF3gHaB1cD2eF3gHaB1'],
    ['of two halves', 'abcdefghijklmNOPQRSTUVWXYZ12345'],
    ['of neighbours that differ too seldom', 'aaaBBB111cccDDD222eeeFFF333'],
  ])('%s is none', (_, text) => {
    expect(isRandom(text)).toBe(false);
  });
});

test.each([
  ['the same byte', [7, 7, 7, 7], 0],
  ['two', [1, 2, 1, 2], 1],
  ['each byte once', Array.from({ length: 256 }, (_, byte) => byte), 8],
])('%s has its bits', (_, bytes, bits) => {
  expect(bitsPerByte(Uint8Array.from(bytes))).toBeCloseTo(bits);
});
