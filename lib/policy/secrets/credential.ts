import { assignedCredentials } from './assignment';
import { textInBase64 } from './base64';
import { type Found, knownCredentials } from './known-credential';
import { isRandom } from './randomness';
import { isSecretName, isSecretValue } from './secret-name';

/** A credential in a text. What it is called never holds any of it. */
export interface Credential {
  /** From 1. */
  readonly line: number;
  readonly what: string;
}

/** Whatever in a text looks like a credential, in the order of lines; base64 is looked into. */
export function credentialsIn(text: string): Credential[] {
  const found = [...new Map(foundIn(text, NESTED).map(({ index, what }) => [`${index} ${what}`, { index, what }])).values()];
  let line = 1;
  let at = 0;
  return found
    .sort((a, b) => a.index - b.index)
    .map(({ index, what }) => {
      for (; at < index; at++) if (text[at] === '\n') line++;
      return { line, what };
    });
}

/** What a text looks like that stands alone, whatever it is called; undefined for what is no secret. */
export function credentialAlone(text: string): string | undefined {
  return text.length < SHORTEST || isPlainName(text) ? undefined : foundIn(text, NESTED)[0]?.what;
}

/**
 * Names, hosts, paths and images in small letters, and kinds, which most texts of a manifest are: nothing that is looked for has their
 * shape, but for URLs, for what follows the name of a secret, and for tokens with these beginnings.
 */
function isPlainName(text: string): boolean {
  return PLAIN.test(text) && !MARKED.test(text);
}

const PLAIN = /^(?:[a-z0-9.:@/-]{1,200}|[A-Za-z]{1,19})$/;
const MARKED = /:\/\/|pass|pw|secret|token|key|credential|masterauth|(?:xox[a-z]|xapp|sk|gl[a-z]+|hv[bs]|pypi)[-.]/i;

/** What a text is by its name alone. */
export function credentialNamed(text: string, name: string): string | undefined {
  return text.length >= 3 && isSecretName(name) && isSecretValue(name, text) ? `a value of ${name}` : undefined;
}

/** How deep base64 is looked into: a Secret in a Secret in a script. */
const NESTED = 3;

/** `x:y@` and a scheme are longer; so is a name with a value. */
export const SHORTEST = 8;

function foundIn(text: string, depth: number): Found[] {
  const open = withoutCiphertext(withoutPublicBlocks(text));
  return [...knownCredentials(open), ...assignedCredentials(open), ...encodedCredentials(open, depth)];
}

/** Words that may be base64, of either alphabet. It looks behind so that it tries none but whole words: that takes half the time. */
const WORD = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}/g;

function* encodedCredentials(text: string, depth: number): Iterable<Found> {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const inside = textInBase64(word);
    const [first] = inside === undefined || depth === 0 ? [] : foundIn(inside, depth - 1);
    if (first !== undefined) yield { index, what: depth === NESTED ? `${first.what} in base64` : first.what };
    else if (inside === undefined && isRandom(word) && !isPublic(text, word, index)) yield { index, what: 'a random text, as keys are' };
  }
}

/** Digests as `sha512-…` and `h1:…`, keys of SSH servers, certificates without their armour. */
function isPublic(text: string, word: string, index: number): boolean {
  return /^(?:sha\d+-|AAAA[BCE]|MI[IGH])/.test(word) || /(?:sha\d+|h1):$/.test(text.slice(Math.max(0, index - 7), index));
}

/** A text with certificates, public keys and encrypted messages blanked, line by line. */
function withoutPublicBlocks(text: string): string {
  if (!text.includes('-----BEGIN ')) return text;
  return text.replace(/-----BEGIN ((?:(?!PRIVATE)[A-Z0-9 ])+)-----[\s\S]*?-----END \1-----/g, (block) => block.replace(/[^\n]/g, ' '));
}

/** A text with the values that SOPS encrypted blanked. */
function withoutCiphertext(text: string): string {
  if (!text.includes('ENC[')) return text;
  return text.replace(/ENC\[AES256_GCM,[^\]\n]*\]/g, (value) => ' '.repeat(value.length));
}
