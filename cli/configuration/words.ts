/** Plain characters, quotations that end, and escapes of a character that is there. */
const WHOLE = /^(?:[^'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)*$/s;

const WORD = /(?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)+/gs;

const QUOTED = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs;

/**
 * The words of a command line, as a shell separates and quotes them, and nothing else that a shell does: no variables, no patterns, no
 * commands. @throws {Error} a quotation or an escape that does not end
 */
export function wordsOf(text: string): string[] {
  if (!WHOLE.test(text)) throw new Error('has a quote or a backslash that nothing ends');
  return [...text.matchAll(WORD)].map(([word]) => unquoted(word));
}

function unquoted(word: string): string {
  return word.replaceAll(
    QUOTED,
    (_, single?: string, double?: string, escaped?: string) => single ?? escaped ?? (double ?? '').replaceAll(/\\(["\\$`])/g, '$1'),
  );
}
