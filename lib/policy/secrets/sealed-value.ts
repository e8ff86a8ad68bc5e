import { bytesOfBase64 } from './base64';
import { bitsPerByte } from './randomness';

/** Bytes of the session key as RSA encrypts it, with keys of 2048 and 4096 bits. */
const RSA_LENGTHS = [256, 512];

/** What AES-GCM adds to a value, be it empty. */
const TAG_LENGTH = 16;

/** Ciphertext of a few hundred bytes has more than 7 bits a byte, text at most 6. */
const LEAST_BITS = 6.5;

/**
 * Why something is no value that kubeseal wrote: base64 of the length of the encrypted session key, that key, and the value under it
 * (sealed-secrets, pkg/crypto/crypto.go). Undefined for one that may be.
 */
export function sealedValueProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is no text, and what kubeseal writes is';
  const bytes = bytesOfBase64(value);
  if (bytes === undefined) return 'is no base64, so it is not encrypted or was cut';
  const keyLength = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  if (!RSA_LENGTHS.includes(keyLength))
    return `does not begin with the length of a session key, ${RSA_LENGTHS.join(' or ')}: it is not encrypted`;
  const least = 2 + keyLength + TAG_LENGTH;
  if (bytes.length < least) return `has ${bytes.length} bytes, and the shortest value has ${least}: it was cut`;
  return bitsPerByte(bytes) < LEAST_BITS ? 'is too regular for ciphertext: it is not encrypted' : undefined;
}
