import { createHash } from 'node:crypto';

/** SHA-256 of a text in lower-case hexadecimal. Pure: the one thing that `lib` takes from the machine's library. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
