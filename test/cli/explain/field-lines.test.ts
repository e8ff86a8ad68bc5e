import type { FieldExplanation, Override } from '../../../cli/explain/field-explanation';
import { fieldLines, fieldTitle } from '../../../cli/explain/field-lines';

const nothing: FieldExplanation = { field: 'spec.replicas', overrides: [], base: [], untold: [], attempts: 1 };

function text(explanation: Partial<FieldExplanation>): string {
  const whole = { ...nothing, ...explanation };
  return [fieldTitle(whole), ...fieldLines(whole).map(([label, line]) => `${label}: ${line}`)].join('\n');
}

const replicas: Override = {
  role: 'gives',
  file: 'envs/stage/index.ts',
  line: 53,
  what: 'KfmApi: replicas',
  written: '2',
  value: 2,
  without: { status: 'set', value: 1 },
  exchanged: { by: 3, field: { status: 'set', value: 3 } },
};

describe('the lines about a field', () => {
  test('name the override with what happens without it', () => {
    expect(text({ value: 2, overrides: [replicas] })).toMatchInlineSnapshot(`
      "spec.replicas: 2
      given by: envs/stage/index.ts:53 KfmApi: replicas = 2
      : left out, the field is 1; with 3, the field is 3"
    `);
  });

  test('leave out what is known only of a class that its types would refuse', () => {
    const odd: Override = { ...replicas, without: { status: 'set', value: 'undefined:2' } };

    expect(text({ value: 2, overrides: [odd] })).not.toContain('left out');
  });

  test('say what a server makes of a field that nobody sets', () => {
    expect(text({ default: { value: 10 } })).toContain("not set: by anyone; the API server's default is 10");
    expect(text({ default: { words: 'empty' } })).toContain("the API server's default is empty");
    expect(text({})).toContain('not set: by anyone; the schemas name no default of the API server');
    expect(text({ default: { value: 10 }, missing: 'spec.probe' })).toContain(
      "by anyone, nor is spec.probe, in which it would be; in there the API server's default is 10",
    );
  });

  test.each([
    [
      { value: 5, isThere: true, isLocked: true, pausedBy: [], version: '2.4.0' },
      "holds 5 since its promotion (2.4.0); today's class gives 6",
    ],
    [{ value: 5, isThere: true, isLocked: true, pausedBy: [] }, "holds 5 since its promotion; today's class gives 6"],
    [{ value: undefined, isThere: true, isLocked: true, pausedBy: [] }, "does not have it since its promotion; today's class gives 6"],
    [{ value: 5, isThere: true, isLocked: false, pausedBy: [] }, "holds 5, and today's class gives 6: synth has not run since"],
    [{ value: undefined, isThere: false, isLocked: false, pausedBy: [] }, "does not have the object yet; today's class gives 6"],
    [
      { value: undefined, isThere: true, isLocked: false, pausedBy: ['INC-7'] },
      "does not have it while INC-7 is open and pauses it; today's class gives 6",
    ],
  ])('tell dist from the class: %j', (kept, line) => {
    expect(text({ value: 6, kept })).toContain(`dist: ${line}`);
  });

  test('say what could not be told only where nothing else is', () => {
    const untold = [{ file: 'envs/catalogue.ts', line: 3, what: 'Catalogue: teams', written: "'a'", isAlike: false }];

    expect(text({ value: 2, untold })).toContain(
      'not told: whether it depends on what can neither be left out nor exchanged alone: envs/catalogue.ts:3',
    );
    expect(text({ value: 2, untold, overrides: [replicas] })).not.toContain('not told');
  });

  test('name what holds the very value and cannot be tried, unless a line was proven to give it', () => {
    const alike = { file: 'envs/catalogue.ts', line: 3, what: 'Catalogue: a.namespace', written: '"a"', isAlike: true };
    const base = { file: 'lib/a.ts', line: 4, what: 'A: namespace', written: 'namespace', isWrittenOut: false };
    const perhaps =
      'perhaps: envs/catalogue.ts:3 Catalogue: a.namespace = "a", the same value; it can neither be left out nor exchanged alone';

    expect(text({ value: 'a', untold: [alike, { ...alike, isAlike: false }], base: [base] })).toBe(
      `spec.replicas: "a"\nhanded on: lib/a.ts:4 A: namespace = namespace\n${perhaps}`,
    );
    expect(text({ value: 'a', untold: [alike], base: [{ ...base, isWrittenOut: true }] })).not.toContain('perhaps');
    expect(text({ value: 'a', untold: [alike], overrides: [replicas] })).not.toContain('perhaps');
    expect(text({ value: 'a', untold: [alike, alike, alike, alike] })).toContain('not told: ');
  });
});
