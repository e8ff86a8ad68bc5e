import { type Consequence, type FieldChange, RISKS } from '../../lib';
import { byComponent, componentTitle, countsByRisk, environmentTitle, subjectOf, visible } from './consequences';
import { count } from './findings';

/** GitHub refuses comments of 65,536 characters; what posts this adds a line of its own. */
export const MOST_CHARACTERS = 60_000;

/** Kept free for saying what is left out, and for the end of details. */
const RESERVED = 6_000;
const LONGEST_LINE = 700;
const LONGEST_TITLE = 100;
const LONGEST_VALUE = 160;
const MOST_FIELDS = 40;

/**
 * The page for a review: worst first, fields folded away; empty if there is nothing to tell. The worst consequences come onto it
 * first, then as many fields as there is room for; what is left out is counted, with the command that prints it.
 */
export function markdownOf(consequences: readonly Consequence[], command = 'npm run diff'): string {
  if (consequences.length === 0) return '';
  const title = `## What happens to the clusters: ${countsByRisk(consequences)}`;
  const ranked = [...consequences].sort((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk));
  let room = MOST_CHARACTERS - RESERVED - title.length;
  const headings = new Set<string>();
  const lines = new Map<Consequence, string>();
  for (const consequence of ranked) {
    const line = lineOf(consequence);
    const fresh = headingsOf(consequence).filter((heading) => !headings.has(heading));
    const cost = [line, ...fresh].reduce((sum, text) => sum + text.length + 2, 0);
    if (cost > room) break;
    room -= cost;
    for (const heading of fresh) headings.add(heading);
    lines.set(consequence, line);
  }
  const details = new Map<Consequence, string>();
  for (const consequence of lines.keys()) {
    const detail = detailOf(consequence);
    if (detail === '' || detail.length + 2 > room) continue;
    room -= detail.length + 2;
    details.set(consequence, detail);
  }
  const shown = consequences.filter((consequence) => lines.has(consequence));
  return [title, ...body(shown, lines, details), ...omissions(consequences, lines, details, command)].join('\n\n');
}

function body(shown: readonly Consequence[], lines: ReadonlyMap<Consequence, string>, details: ReadonlyMap<Consequence, string>): string[] {
  let last: string | undefined;
  return byComponent(shown).flatMap(({ environment, consequences }) => {
    const [environmentHeading, componentHeading] = headingsOf(consequences[0] as Consequence) as [string, string];
    const heading = environment === last ? [] : [environmentHeading];
    last = environment;
    const items = consequences.map((consequence) => [lines.get(consequence), details.get(consequence)].filter(Boolean).join('\n'));
    return [...heading, headingText(componentHeading), items.join('\n')];
  });
}

/** Those of the environment and of the component; the latter with the name of the former behind a break, so that it counts for each. */
function headingsOf({ environment, component }: Consequence): [string, string] {
  const title = clipped(environmentTitle(environment), LONGEST_TITLE);
  return [`### ${title}`, `#### ${clipped(componentTitle(component), LONGEST_TITLE)}\n${title}`];
}

function headingText(heading: string): string {
  return heading.slice(0, heading.lastIndexOf('\n'));
}

function lineOf(consequence: Consequence): string {
  const { risk, change, summary } = consequence;
  const mark = change === 'changed' ? '' : ` (${change})`;
  return `- **${risk}** ${clipped(subjectOf(consequence), LONGEST_LINE)}${mark}: ${clipped(summary, LONGEST_LINE)}`;
}

function clipped(text: string, longest: number): string {
  const plain = visible(text);
  return escaped(plain.length > longest ? `${plain.slice(0, longest).toWellFormed()}…` : plain);
}

/** The fields as preformatted text, in which nothing is Markdown, no name is a mention and no number an issue. */
function detailOf({ fields }: Consequence): string {
  if (fields.length === 0) return '';
  const shown = fields.slice(0, MOST_FIELDS).map((field) => html(fieldText(field)));
  const rest = fields.length > shown.length ? [`and ${count(fields.length - shown.length, 'more field')}`] : [];
  return `  <details><summary>${count(fields.length, 'field')}</summary>\n  <pre>${[...shown, ...rest].join('\n  ')}</pre>\n  </details>`;
}

function fieldText({ field, before, after }: FieldChange): string {
  const value = (side: unknown): string => {
    if (side === undefined) return '(absent)';
    const text = visible(typeof side === 'string' ? side : JSON.stringify(side));
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE).toWellFormed()}… (${text.length} characters)` : text;
  };
  const path = visible(field);
  return `${path.length > LONGEST_LINE ? `${path.slice(0, LONGEST_LINE)}…` : path}: ${value(before)} → ${value(after)}`;
}

function omissions(
  all: readonly Consequence[],
  lines: ReadonlyMap<Consequence, string>,
  details: ReadonlyMap<Consequence, string>,
  command: string,
): string[] {
  const omitted = all.filter((consequence) => !lines.has(consequence));
  const folded = [...lines.keys()].filter(({ fields }) => fields.length > 0).length - details.size;
  const how = `\`${visible(command).replaceAll('`', "'").slice(0, 200)}\` prints everything`;
  if (omitted.length === 0) return folded === 0 ? [] : [`The fields of ${folded} of these are left out for want of room; ${how}.`];
  const { listed, rest } = countsOf(omitted);
  return [
    `**Left out for want of room: ${omitted.length} of ${all.length} consequences**, none worse than what is above${folded > 0 ? `, and the fields of ${folded}` : ''}; ${how}.`,
    [...listed, ...rest].join('\n'),
  ];
}

/** How many are left out, by component, as far as the room that is kept for it goes. */
function countsOf(omitted: readonly Consequence[]): { listed: string[]; rest: string[] } {
  const groups = byComponent(omitted);
  const listed: string[] = [];
  let room = RESERVED / 2;
  for (const { environment, component, consequences } of groups) {
    const line = `- ${clipped(environmentTitle(environment), LONGEST_TITLE)}, ${clipped(componentTitle(component), LONGEST_TITLE)}: ${consequences.length}`;
    room -= line.length + 1;
    if (room < 0) break;
    listed.push(line);
  }
  const others = groups.slice(listed.length);
  const sum = others.reduce((total, { consequences }) => total + consequences.length, 0);
  return { listed, rest: others.length === 0 ? [] : [`- ${others.length} other components: ${sum}`] };
}

/** Text that stays text in Markdown, and names and numbers that stay none of GitHub's. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/[@#](?=\w)/g, '$&\u200b');
}

/** Blank lines would end the block, so there are none: `visible` made one line of each value. */
function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
