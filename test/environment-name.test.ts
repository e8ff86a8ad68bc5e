import { Environment } from '../lib';
import { TEST_ENVIRONMENT } from './platform';

class Named extends Environment {
  constructor(name: string) {
    super({ ...TEST_ENVIRONMENT, name });
  }
}

// Bad inputs 13, 14, 16 and 17: the name is that of a folder of dist, which may lie on a disk where case does not count.
test.each([
  ['capitals, which would be prod elsewhere', 'Prod', '"Prod" is no valid name'],
  ['a way out of dist', '../prod', '"../prod" is no valid name'],
  ['two segments', 'a/b', '"a/b" is no valid name'],
  ['nothing', '', 'the name is empty'],
  ['a look-alike letter', 'pr\u043ed', '"pr<U+043E>d" is no valid name'],
  ['a null byte', 'prod\0', '"prod<U+0000>" is no valid name'],
  ['a dot at its end, which Windows drops', 'prod.', '"prod." is no valid name'],
])('an environment that is called by %s is refused', (_, name, problem) => {
  expect(() => new Named(name)).toThrow(`new Environment({ name }): ${problem}`);
});

test('an environment may be called by lower-case letters, digits and hyphens', () => {
  expect(new Named('qa-2').name).toBe('qa-2');
});
