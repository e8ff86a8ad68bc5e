import { imageReference, release } from '../../lib/release/release';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('a release', () => {
  test('pins a version to the bytes of its image', () => {
    expect(imageReference('registry.example.org/kfm-api', release('2.3.1', DIGEST))).toBe(`registry.example.org/kfm-api:2.3.1@${DIGEST}`);
  });

  test.each([
    ['no digest', ''],
    ['63 digits', DIGEST.slice(0, -1)],
    ['65 digits', `${DIGEST}0`],
    ['capitals', DIGEST.toUpperCase()],
    ['capital digits', DIGEST.replaceAll('a', 'A')],
    ['another algorithm', DIGEST.replace('sha256', 'sha512')],
    ['a line break', `${DIGEST}\n`],
  ])('with %s is refused', (_, digest) => {
    expect(() => release('2.3.1', digest)).toThrow(
      'a release is pinned by the digest of its image; expected "sha256:" and 64 lower-case hexadecimal digits',
    );
  });

  test.each(['latest', 'v2.3.1', '2.3', '', '2.3.1 '])('of version %j is refused', (version) => {
    expect(() => release(version, DIGEST)).toThrow('is no version; expected major.minor.patch such as 2.3.1');
  });
});
