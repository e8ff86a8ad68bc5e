import { bytesOfBase64, textInBase64 } from '../../../lib/policy/secrets/base64';

describe('strict base64', () => {
  test.each([
    ['YQ==', 'a'],
    ['YWI=', 'ab'],
    ['YWJj', 'abc'],
    ['+/+/', '\xfb\xff\xbf'],
  ])('%s is read', (text, bytes) => {
    expect(bytesOfBase64(text)?.toString('latin1')).toBe(bytes);
  });

  test.each(['', 'YQ', 'YQ=', 'YR==', '-_-_', 'YW Jj', 'YWJj\n', 'YQ==YQ==', '====', 'abc!'])('%j is not', (text) => {
    expect(bytesOfBase64(text)).toBeUndefined();
  });
});

describe('text in base64', () => {
  test.each([
    ['a plain one', 'a line\n\tand another\r\n'],
    ['one with letters of another alphabet', 'пароль'],
    ['the first and last characters that are printed', ' ~'],
    ['one with characters of two, three and four bytes', 'ÿ€🔑 and more'],
    ['one with a character across the twelfth byte', 'eleven more🔑'],
  ])('%s is read', (_, text) => {
    const base64 = Buffer.from(text).toString('base64');

    expect(textInBase64(base64)).toBe(text);
    expect(textInBase64(base64.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_'))).toBe(text);
  });

  test.each([
    ['a byte that no text has, at the start', '\x00 and a text'],
    ['one at the end', 'a text of some length and then \x1f'],
    ['one between line breaks', '\n\x0b\n'],
    ['one before a tab', 'a\x08'],
    ['the one for deletion', 'a\x7f'],
    ['half of a character', 'a\xc3'],
    ['the other half', 'a\x80'],
    ['the other half, at the start', '\xbfa'],
  ])('%s is none', (_, bytes) => {
    expect(textInBase64(Buffer.from(bytes, 'latin1').toString('base64'))).toBeUndefined();
  });
});
