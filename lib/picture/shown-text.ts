/** A text as it can be shown anywhere: what is no character is a space. */
export function shownText(text: string): string {
  return text.toWellFormed().replace(NO_CHARACTER, ' ');
}

/** Control characters but line feeds, and what XML has no place for. */
const NO_CHARACTER = /[^\n\u0020-\u007e\u00a0-\ufffd\u{10000}-\u{10ffff}]/gu;
