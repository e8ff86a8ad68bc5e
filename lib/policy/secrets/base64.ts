/** Bytes of base64 as Kubernetes reads it: the standard alphabet, padded, no line breaks, no stray bits. Undefined for anything else. */
export function bytesOfBase64(text: string): Buffer | undefined {
  if (text === '' || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** The text that somebody wrote as base64, of either alphabet, padded or not; undefined for what is no text inside. */
export function textInBase64(base64: string): string | undefined {
  if (!beginsAsText(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  return bytes.some(isControl) || !Buffer.from(text).equals(bytes) ? undefined : text;
}

/** Where the first bytes of each word are decoded to: most words of a repository are no base64, and need no buffer of their own. */
const BEGINNING = Buffer.alloc(12);

function beginsAsText(base64: string): boolean {
  const length = BEGINNING.write(base64, 'base64');
  let before = 0;
  for (let index = 0; index < length; index++) {
    const byte = BEGINNING[index] as number;
    // UTF-8: such a byte only goes on what another began.
    const goesOn = byte >= 0x80 && byte < 0xc0;
    if (isControl(byte) || (goesOn && before < 0x80)) return false;
    before = byte;
  }
  return true;
}

/** Whether no text holds the byte: control characters but for tabs and line breaks. */
function isControl(byte: number): boolean {
  return byte < 0x20 ? byte !== 0x09 && byte !== 0x0a && byte !== 0x0d : byte === 0x7f;
}
