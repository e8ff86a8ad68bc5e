/** Bytes of base64 as Kubernetes reads it: the standard alphabet, padded, no line breaks, no stray bits. Undefined for anything else. */
export function bytesOfBase64(text: string): Buffer | undefined {
  if (text === '' || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** The text that somebody wrote as base64, of either alphabet, padded or not; undefined for what is no text inside. */
export function textInBase64(base64: string): string | undefined {
  if (hasControls(Buffer.from(base64.slice(0, 16), 'base64'))) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  return hasControls(bytes) || !Buffer.from(text).equals(bytes) ? undefined : text;
}

/** Whether bytes hold what no text does: control characters but for tabs and line breaks. */
function hasControls(bytes: Buffer): boolean {
  // A loop: `some` takes thrice as long, and every long word of the repository comes here.
  for (const byte of bytes) if (byte < 0x20 ? byte !== 0x09 && byte !== 0x0a && byte !== 0x0d : byte === 0x7f) return true;
  return false;
}
