/** HTML as it is written: only `html` and `trusted` make it, so that no text gets onto the page unescaped. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[] | undefined;

/**
 * A piece of a page. What stands in it is text, attribute values in quotes included, unless it is a piece itself. Only ASCII between
 * the parts: the program is bundled as that, and characters of tagged templates cannot be written otherwise.
 */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = pieces[0] as string;
  for (const [index, part] of parts.entries()) text += textOf(part) + pieces[index + 1];
  return new Markup(text);
}

/** What is HTML already: style, script and pictures that this program made itself. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Nothing, as a piece of a page. */
export const NOTHING = trusted('');

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escaped(`${part}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Nothing that a browser or an eye would take for something else: what is invisible or turns text around is written by its number. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;
