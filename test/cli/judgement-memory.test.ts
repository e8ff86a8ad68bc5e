import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment, makeEnvironment } from '../../cli/environments';
import { judgementMemory } from '../../cli/ports/judgement-memory';
import { type Environment, type Insight, type Memory, type Rule, rules, synthesize } from '../../lib';

const PROGRAM = `${'a'.repeat(40)}.js`;
const OTHER = `${'b'.repeat(40)}.js`;

const GREEN: Insight = { judgement: { findings: [], checked: { objects: 3, rules: 2 } }, membrane: 'Nobody.' };
const RED: Insight = {
  judgement: {
    findings: [
      { rule: 'names/a', severity: 'error', environment: 'dev', object: '', file: '', field: '', message: 'is wrong', fix: 'mend it' },
    ],
    checked: { objects: 3, rules: 2 },
  },
  membrane: 'Nobody.',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memory-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function memoryOf(program: string): Memory {
  return judgementMemory(join(folder, program)) as Memory;
}

describe('the memory of judgements', () => {
  test('has what was green, for one program alone', () => {
    memoryOf(PROGRAM).keep('q', GREEN);

    expect(memoryOf(PROGRAM).tryRecall('q')).toEqual(GREEN);
    expect(memoryOf(PROGRAM).tryRecall('r')).toBeUndefined();
    expect(memoryOf(OTHER).tryRecall('q')).toBeUndefined();
  });

  test('has nothing that was red', () => {
    memoryOf(PROGRAM).keep('q', RED);

    expect(memoryOf(PROGRAM).tryRecall('q')).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    '',
    '{"judgement": ',
    'null',
    '{"findings": [], "checked": {}}',
    '{"judgement": {"findings": 1, "checked": {}}, "membrane": ""}',
    '{"judgement": {"findings": []}, "membrane": ""}',
    '{"judgement": {"findings": [], "checked": {}}}',
  ])('takes %j for nothing', (text) => {
    writeFileSync(join(folder, `${PROGRAM}.judged.q`), text);

    expect(memoryOf(PROGRAM).tryRecall('q')).toBeUndefined();
  });

  test('stays small, and is no failure where it cannot be written', () => {
    for (let index = 0; index < 100; index++) memoryOf(PROGRAM).keep(`q${index}`, GREEN);

    expect(readdirSync(folder).length).toBeLessThan(40);
    expect(() => memoryOf(join('nowhere', PROGRAM)).keep('q', GREEN)).not.toThrow();
  });

  test('is of programs that the launcher made', () => {
    expect(judgementMemory(join(folder, 'main.js'))).toBeUndefined();
    expect(judgementMemory()).toBeUndefined();
  });
});

describe('a question', () => {
  let dev: Environment;
  beforeEach(async () => {
    dev = makeEnvironment('dev', await loadEnvironment('dev'));
  });

  function asked(environment: Environment, props: Parameters<typeof synthesize>[1] = {}): string {
    let question = '';
    synthesize(environment, {
      gates: [],
      ...props,
      memory: {
        tryRecall: (text) => {
          question = text;
          return GREEN;
        },
        keep: () => {},
      },
    });
    return question;
  }

  test('is the same for the same, and another one for whatever a rule may see', async () => {
    const again = makeEnvironment('dev', await loadEnvironment('dev'));
    const neighbour = { environment: 'stage', domain: 'a.example.org', cluster: 'a', ciphertexts: new Set(['b']) };
    const prod = makeEnvironment('prod', await loadEnvironment('prod'));

    const questions = [
      asked(dev),
      asked(prod),
      asked(dev, { gates: rules.slice(0, 1) as Rule[] }),
      asked(dev, { surroundings: { neighbours: [neighbour] } }),
      asked(dev, { surroundings: { neighbours: [{ ...neighbour, ciphertexts: new Set(['c']) }] } }),
      asked(dev, { surroundings: { sealingKey: 'x' } }),
    ];

    expect(asked(again)).toBe(questions[0]);
    expect(new Set(questions).size).toBe(questions.length);
  });

  test('that was asked is answered without the rules, and a new one by them', () => {
    const answers = new Map<string, Insight>();
    const check = jest.fn(() => []);
    const gates: Rule[] = [{ ...(rules[0] as Rule), check }];
    const memory: Memory = {
      tryRecall: (question) => answers.get(question),
      keep: (question, insight) => answers.set(question, insight),
    };

    const first = synthesize(dev, { gates, memory });
    const second = synthesize(dev, { gates, memory });

    expect(check).toHaveBeenCalledTimes(1);
    expect(second.judgement).toEqual(first.judgement);
    expect(second.files).toEqual(first.files);
  });
});
