import fc from 'fast-check';
import { LabelSelector } from '../../lib/reach/label-selector';
import { LabelSpace } from '../../lib/reach/label-space';
import { type Condition, labelsThatMatch, possibility } from '../../lib/reach/possibility';
import { ValueSet } from '../../lib/reach/value-set';

const KEYS = ['k', 'l'];
/** Two values that are spoken of, one that stands for all others, and absence. */
const VALUES = ['u', 'v', 'any-1', undefined];

const anyValues = fc.oneof(
  fc.subarray(['u', 'v'], { minLength: 1 }).map((values) => ValueSet.oneOf(values)),
  fc.subarray(['u', 'v'], { minLength: 1 }).map((values) => ValueSet.oneOf(values).complement()),
  fc.constantFrom(ValueSet.present, ValueSet.absent),
);
const anySelector = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), anyValues), { maxLength: 3 })
  .map((requirements) => LabelSelector.of(requirements));
const anySpace = fc
  .tuple(
    fc.constantFrom(LabelSpace.free, LabelSpace.exactly({})),
    fc.array(fc.tuple(fc.constantFrom(...KEYS), anyValues), { maxLength: 2 }),
  )
  .map(([space, known]) => known.reduce((labels, [key, values]) => labels.with(key, values), space));

type Assignment = ReadonlyMap<string, string | undefined>;

function isIn(values: ValueSet, value: string | undefined): boolean {
  return value === undefined ? !values.intersection(ValueSet.absent).isEmpty : values.has(value);
}

/** Every way that labels of a space could turn out. */
function assignments(space: LabelSpace): Assignment[] {
  return VALUES.flatMap((k) =>
    VALUES.map(
      (l) =>
        new Map([
          ['k', k],
          ['l', l],
        ]),
    ),
  ).filter((labels) => KEYS.every((key) => isIn(space.at(key), labels.get(key))));
}

function selects({ requirements }: LabelSelector, labels: Assignment): boolean {
  return [...requirements].every(([key, values]) => isIn(values, labels.get(key)));
}

describe('labels that are not wholly known', () => {
  test('match always, sometimes or never as all of the ways do in which they could turn out', () => {
    fc.assert(
      fc.property(anySpace, anySelector, (space, selector) => {
        const ways = new Set(assignments(space).map((labels) => selects(selector, labels)));
        const expected = ways.size === 2 ? 'sometimes' : ways.has(true) ? 'always' : 'never';

        if (ways.size > 0) expect(selector.matches(space)).toBe(expected);
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  test('are possible for two subjects exactly if trying all of them finds some', () => {
    const condition = fc.tuple(fc.constantFrom('one', 'other'), anySelector);
    const lists = fc.array(fc.array(condition, { maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(anySpace, anySpace, fc.array(condition, { maxLength: 2 }), lists, (one, other, all, never) => {
        const conditionOf = ([subject, selector]: [string, LabelSelector]): Condition => ({
          subject,
          selector,
          labels: subject === 'one' ? one : other,
        });
        const holds = (chosen: Record<string, Assignment>, [subject, selector]: [string, LabelSelector]): boolean =>
          selects(selector, chosen[subject] ?? new Map());
        const chosen = assignments(one).flatMap((labels) => assignments(other).map((others) => ({ one: labels, other: others })));
        fc.pre(chosen.length > 0);
        const found = chosen.some(
          (each) => all.every((item) => holds(each, item)) && !never.some((list) => list.every((item) => holds(each, item))),
        );

        expect(
          possibility(
            all.map(conditionOf),
            never.map((list) => list.map(conditionOf)),
          ) !== undefined,
        ).toBe(found);
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  const tier = (values: ValueSet): LabelSelector => LabelSelector.of([['tier', values]]);

  test('are told by example', () => {
    const found = labelsThatMatch(
      LabelSpace.free,
      [LabelSelector.of([['app', ValueSet.oneOf(['api'])]])],
      [tier(ValueSet.absent), tier(ValueSet.oneOf(['web']))],
    );

    expect(found?.example()).toEqual({ app: 'api', tier: 'any-1' });
  });

  test('cannot be what selectors leave no room for', () => {
    expect(
      labelsThatMatch(LabelSpace.free, [], [tier(ValueSet.oneOf(['web'])), tier(ValueSet.oneOf(['web']).complement())]),
    ).toBeUndefined();
    expect(labelsThatMatch(LabelSpace.exactly({ tier: 'api' }), [tier(ValueSet.oneOf(['web']))])).toBeUndefined();
    expect(labelsThatMatch(LabelSpace.free.with('tier', ValueSet.oneOf(['api'])), [tier(ValueSet.oneOf(['web']))])).toBeUndefined();
  });
});
