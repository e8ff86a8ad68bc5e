import fc from 'fast-check';
import { isPlain, otherValues } from '../../../cli/explain/other-values';
import { isCarried, type Reading } from '../../../cli/explain/reading';

describe('other values', () => {
  test.each([
    [2, [3, 1, 4]],
    [0, [1]],
    [true, [false]],
    ['2Gi', ['3Gi', '2Gj', '2Gh']],
    ['small', ['smalm', 'tmall', 'smalk']],
    ['', ['x']],
    [
      { version: '1.0.0', on: true },
      [
        { version: '2.0.0', on: false },
        { version: '1.0.1', on: false },
        { version: '1.0.2', on: false },
      ],
    ],
    [['10.0.0.0/24'], [['20.0.0.0/24'], ['10.0.0.0/25'], ['10.0.0.0/23']]],
  ])('of %j are %j', (value, others) => {
    expect(otherValues(value)).toEqual(others);
  });

  test('of a digest are digests', () => {
    const hexadecimal = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

    fc.assert(
      fc.property(hexadecimal, (digits) => {
        for (const other of otherValues(`sha256:${digits}`).filter((text) => String(text).startsWith('sha256:')))
          expect(other).toMatch(/^sha256:[0-9a-f]{64}$/);
      }),
    );
  });

  test('are others, of the same type', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.boolean()), (value) => {
        const others = otherValues(value);
        expect(others).not.toContain(value);
        expect(others.every((other) => typeof other === typeof value)).toBe(true);
        expect(others.length).toBeGreaterThan(0);
      }),
    );
  });

  test.each([[new Map()], [() => 1], [undefined], [null], [{ map: new Map() }]])('are none of %p', (value) => {
    expect(isPlain(value)).toBe(false);
    expect(otherValues(value)).toEqual([]);
  });
});

describe('a value that is carried', () => {
  const set = (value: unknown): Reading => ({ status: 'set', value });

  test.each([
    ['2 in a number', 2, set(2), 3, set(3), true],
    ['a release in an image', { version: '1.0.0' }, set('repo:1.0.0@x'), { version: '2.0.0' }, set('repo:2.0.0@x'), true],
    ['a size that chose', 'medium', set('2Gi'), 'small', set('1Gi'), false],
    ['a number within another', 2, set('12Gi'), 3, set('13Gi'), false],
    ['one that changed nothing', 'a1', set('a1'), 'a2', set('a1'), false],
    ['one that took the object along', 'a1', set('a1'), 'a2', { status: 'no object' } as const, false],
  ])('%s', (_, was, before, is, after, isIt) => {
    expect(isCarried(was, before, is, after)).toBe(isIt);
  });
});
