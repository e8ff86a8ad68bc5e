/** A glob by its parts: an escaped character, stars, one character, a set, a brace or comma, or a character that stands for itself. */
const PARTS = /\\([\s\S])|(\*+)|(\?)|\[([!^]?)([^\]]+)\]|([{},])|([\s\S])/g;

interface Dialect {
  /** What a star and a question mark do not match. */
  readonly separator?: '/';
  /** Whether two stars match the separator too, and `{a,b}` either of two. */
  readonly extended: boolean;
}

/** Whether a glob of Argo CD matches: `*` stops at the separator, `**` does not, `{a,b}` is either (gobwas/glob). */
export function matchesGlob(glob: string, text: string, separator?: '/'): boolean {
  return matches(glob, text, { extended: true, ...(separator && { separator }) });
}

/** Whether a glob for groups, kinds and names matches (Go's filepath.Match). */
export function matchesPattern(pattern: string, text: string): boolean {
  return matches(pattern, text, { extended: false, separator: '/' });
}

function matches(glob: string, text: string, dialect: Dialect): boolean {
  // Nearly all are plain words, and there are dozens for every object.
  if (!/[*?[\]{}\\]/.test(glob)) return glob === text;
  try {
    return new RegExp(`^${expressionOf(glob, dialect)}$`).test(text);
  } catch {
    // What is no glob matches nothing, as in Argo CD.
    return false;
  }
}

function expressionOf(glob: string, { separator, extended }: Dialect): string {
  const one = separator === undefined ? '[\\s\\S]' : `[^${separator}]`;
  let depth = 0;
  return glob.replace(PARTS, (_, escaped, stars, question, negated, set, brace, character) => {
    if (escaped !== undefined) return literal(escaped);
    if (stars !== undefined) return extended && stars.length > 1 ? '[\\s\\S]*' : `${one}*`;
    if (question !== undefined) return one;
    if (set !== undefined) return setOf(set, negated, extended ? '!' : '^');
    if (brace !== undefined && extended) {
      if (brace === ',') return depth > 0 ? '|' : ',';
      depth += brace === '{' ? 1 : -1;
      return brace === '{' ? '(?:' : ')';
    }
    if ('[\\'.includes(brace ?? character)) throw new SyntaxError(`${glob} ends in half of a set or of an escape`);
    return literal(brace ?? character);
  });
}

/** A set of characters, with what stands before them: the sign of negation or one more of them. */
function setOf(characters: string, first: string, negation: string): string {
  const own = characters.replace(/[\\[^]/g, '\\$&');
  return first === negation ? `[^${own}]` : `[${first && `\\${first}`}${own}]`;
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}
