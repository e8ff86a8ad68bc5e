import fc from 'fast-check';
import { type Exchange, exchanged } from '../../lib/comparison/exchange';

function exchange(from: string, to: string): Exchange {
  return { reason: `${from} → ${to}`, from, to };
}

const DOMAIN = exchange('dev.example.org', 'example.org');
const NAME = exchange('dev', 'stage');
const STORAGE = [exchange('local', 'fast'), exchange('local', 'slow')];

describe('texts', () => {
  test.each<[string, string, string, Exchange[], string[] | undefined]>([
    [
      'are the same but for a fact',
      'https://api.dev.example.org/x',
      'https://api.example.org/x',
      [DOMAIN],
      ['dev.example.org → example.org'],
    ],
    ['need no exchange where they are equal', 'dev', 'dev', [NAME], []],
    [
      'take several facts at once',
      'dev at dev.example.org',
      'stage at example.org',
      [NAME, DOMAIN],
      ['dev → stage', 'dev.example.org → example.org'],
    ],
    ['take one fact twice', 'dist/dev/dev', 'dist/stage/stage', [NAME], ['dev → stage', 'dev → stage']],
    ['choose among facts that were the same text', 'a: local, b: local', 'a: slow, b: fast', STORAGE, ['local → slow', 'local → fast']],
    ['exchange whole words only', 'developer', 'stageeloper', [NAME], undefined],
    ['exchange whole numbers only', 'keep 17', 'keep 135', [exchange('7', '35')], undefined],
    ['let a unit follow a number', 'keep 7d', 'keep 35d', [exchange('7', '35')], ['7 → 35']],
    ['are different where anything else is', 'dist/dev/apps', 'dist/stage/other', [NAME], undefined],
    ['are not exchanged backwards', 'dist/stage', 'dist/dev', [NAME], undefined],
    ['may lack what the other has', 'dev', 'dev stage', [NAME], undefined],
  ])('%s', (_, before, after, exchanges, reasons) => {
    expect(exchanged(before, after, exchanges)?.map(({ reason }) => reason)).toEqual(reasons);
  });

  test('are found whatever surrounds the facts, and never where a letter was added', () => {
    const word = fc.stringMatching(/^[ -/]{0,4}$/);
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        const [before, after] = [`${a}dev${b}dev.example.org${c}`, `${a}stage${b}example.org${c}`];
        fc.pre(!before.includes('devdev'));

        expect(exchanged(before, after, [DOMAIN, NAME])).toBeDefined();
        expect(exchanged(before, `${after}x`, [DOMAIN, NAME])).toBeUndefined();
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
