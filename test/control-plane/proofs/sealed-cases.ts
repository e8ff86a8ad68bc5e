import type { SealedFile, SealedFiles } from './sealed-files';
import type { SealedSecret } from './unsealed';

/** A sealed file as it comes to a cluster, changed or not. */
export interface Case extends SealedFile {
  readonly what: string;
  readonly opens: boolean;
}

const PREFIX = 'sealedsecrets.bitnami.com';

/** Every way to misuse a ciphertext, next to the use that its scope permits. @param elsewhere another namespace */
export function cases({ of, foreign }: SealedFiles, elsewhere: string): Case[] {
  const { strict, 'namespace-wide': wide, 'cluster-wide': widest } = of;
  const opens = (what: string, file: SealedFile, sealed = file.sealed): Case => ({ what, opens: true, values: file.values, sealed });
  const refuses = (what: string, file: SealedFile, sealed = file.sealed): Case => ({ what, opens: false, values: file.values, sealed });
  return [
    opens('strict as it was sealed', strict),
    opens('namespace-wide as it was sealed', wide),
    opens('cluster-wide as it was sealed', widest),
    opens('namespace-wide under another name', wide, placed(wide, { name: 'e2e-renamed-wide' })),
    opens(
      'cluster-wide in another namespace, under another name',
      widest,
      placed(widest, { namespace: elsewhere, name: 'e2e-moved-widest' }),
    ),
    refuses('strict under another name', strict, placed(strict, { name: 'e2e-renamed-strict' })),
    refuses('strict in another namespace', strict, placed(strict, { namespace: elsewhere })),
    refuses('namespace-wide in another namespace', wide, placed(wide, { namespace: elsewhere })),
    refuses(
      'strict that says cluster-wide',
      strict,
      annotated(placed(strict, { namespace: elsewhere, name: 'e2e-strict-as-widest' }), 'cluster-wide'),
    ),
    refuses('strict that says namespace-wide', strict, annotated(placed(strict, { name: 'e2e-strict-as-wide' }), 'namespace-wide')),
    refuses('namespace-wide that says cluster-wide', wide, annotated(placed(wide, { name: 'e2e-wide-as-widest' }), 'cluster-wide')),
    refuses('cluster-wide that says nothing', widest, annotated(placed(widest, { name: 'e2e-widest-as-strict' }))),
    refuses(
      'a flipped bit in the wrapped key',
      wide,
      flipped(placed(wide, { name: 'e2e-flipped-key' }), (bytes) => bytes.readUInt16BE() + 1),
    ),
    refuses(
      'a flipped bit in the value',
      wide,
      flipped(placed(wide, { name: 'e2e-flipped-value' }), (bytes) => bytes.readUInt16BE() + 2),
    ),
    refuses('sealed for another certificate', foreign),
  ];
}

/** What the file says of its place, changed in both places where it says so. */
function placed({ sealed }: SealedFile, place: { readonly namespace?: string; readonly name?: string }): SealedSecret {
  const { spec, metadata } = sealed;
  const template = { ...spec.template, metadata: { ...(spec.template?.metadata ?? metadata), ...place } };
  return { ...sealed, metadata: { ...metadata, ...place }, spec: { ...spec, template } };
}

/** The file with another scope said in its annotations: none is strict. */
function annotated(sealed: SealedSecret, scope?: string): SealedSecret {
  const annotations = scope === undefined ? {} : { [`${PREFIX}/${scope}`]: 'true' };
  return { ...sealed, metadata: { ...sealed.metadata, annotations } };
}

/** Each ciphertext with one bit changed. @param place which byte, of those of the ciphertext */
function flipped(sealed: SealedSecret, place: (bytes: Buffer) => number): SealedSecret {
  const encryptedData = Object.fromEntries(
    Object.entries(sealed.spec.encryptedData).map(([key, text]) => {
      const bytes = Buffer.from(text, 'base64');
      const at = place(bytes);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      return [key, bytes.toString('base64')];
    }),
  );
  return { ...sealed, spec: { ...sealed.spec, encryptedData } };
}
