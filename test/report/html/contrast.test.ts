import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../cli/run';

const style = readFileSync(join(PROJECT, 'cli/report/html/style/colours.css'), 'utf8');
const [light, dark] = style.split('@media screen and (prefers-color-scheme: dark)').map(coloursIn) as [Colours, Colours];

type Colours = ReadonlyMap<string, string>;

function coloursIn(text: string): Colours {
  return new Map([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name as string, colour as string]));
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Every ground has the ink of its name, or that of the page; on page and panel there are all that have no ground of their own. */
function pairsIn(colours: Colours): [ink: string, ground: string][] {
  const names = [...colours.keys()];
  const own = names
    .filter((name) => name.endsWith('-ground'))
    .map((ground): [string, string] => {
      const ink = ground.replace('-ground', '-ink');
      return [colours.has(ink) ? ink : 'page-ink', ground];
    });
  const free = names.filter((name) => name.endsWith('-ink') && !colours.has(name.replace('-ink', '-ground')));
  const numbers = ['old-ground', 'new-ground'].map((ground): [string, string] => ['page-ink', ground]);
  return [
    ...own,
    ...numbers,
    ...free.flatMap((ink): [string, string][] => [
      [ink, 'page-ground'],
      [ink, 'panel-ground'],
    ]),
  ];
}

test('black on white and grey on white are as far apart as WCAG says', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each([
  ['light', light],
  ['dark', dark],
])('in %s colours', (_, colours) => {
  test('there is every colour', () => {
    expect([...colours.keys()]).toEqual([...light.keys()]);
  });

  test.each(pairsIn(colours))('%s on %s can be read', (ink, ground) => {
    expect(contrast(colours.get(ink) as string, colours.get(ground) as string)).toBeGreaterThanOrEqual(4.5);
  });

  test('the focus can be seen', () => {
    for (const ground of ['page-ground', 'panel-ground']) {
      expect(contrast(colours.get('focus') as string, colours.get(ground) as string)).toBeGreaterThanOrEqual(3);
    }
  });
});

test('rules of style name colours, and hold none', () => {
  const names = ['frame', 'tools', 'consequences', 'objects', 'membrane', 'small', 'page'];
  const rules = names.map((name) => readFileSync(join(PROJECT, `cli/report/html/style/${name}.css`), 'utf8')).join('\n');

  expect(rules).not.toMatch(/#[0-9a-f]{3,8};|\b(?:white|black|red|green|gray|grey)\b;/);
  expect([...rules.matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name).filter((name) => !light.has(name as string))).toEqual([]);
});
