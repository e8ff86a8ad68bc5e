/** Shannon's entropy of bytes, in bits a byte: text has at most 6, ciphertext of a few hundred bytes more than 7. */
export function bitsPerByte(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] as number) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  return bits;
}

/** Shortest random text that is told from a name: 24 characters of base64 are 18 bytes. */
const SHORTEST = 24;
/** Longer ones are certificates, ciphertext, pictures. */
const LONGEST = 128;

/**
 * Whether a word of letters and digits was made by a generator. In words of people, `ServerSideApplyV2` too, capitals, small letters
 * and digits come in runs; in a random text nearly two of three neighbours are of different kinds.
 */
export function isRandom(word: string): boolean {
  if (word.length < SHORTEST || word.length > LONGEST) return false;
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/\d/.test(word)) return false;
  const characters = word.replace(/[^A-Za-z\d]/g, '');
  let changes = 0;
  for (let index = 1; index < characters.length; index++) if (sortAt(characters, index) !== sortAt(characters, index - 1)) changes++;
  return changes >= 0.47 * (characters.length - 1) && new Set(characters).size >= 12;
}

function sortAt(word: string, index: number): 'digit' | 'capital' | 'letter' {
  const code = word.charCodeAt(index);
  if (code <= 0x39) return 'digit';
  return code <= 0x5a ? 'capital' : 'letter';
}
