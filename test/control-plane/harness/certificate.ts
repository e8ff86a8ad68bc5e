import { generate } from 'selfsigned';

/** A certificate that signs itself, for servers on loopback. PEM. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

/** @param names host names that it stands for beside 127.0.0.1 */
export async function selfSigned(...names: string[]): Promise<Certificate> {
  const alternatives = [...names.map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: '127.0.0.1' }];
  const { private: key, cert } = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: alternatives },
    ],
  });
  return { key, certificate: cert };
}
