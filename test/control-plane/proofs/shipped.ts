import { type Claims, none } from '../harness/claims';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { Sealing } from '../harness/sealing';
import { misjudged, type Recovery } from './recovery';
import { called, liveOf, type SealedSecret, type Values, wrongs } from './unsealed';

export const SHIPPED = 'the real controller unseals every SealedSecret of dist, sealed anew for it, to the values that were sealed';
export const SHIPPED_OFFLINE = 'kubeseal --recovery-unseal opens every SealedSecret of dist, sealed anew, with the key of the controller';

/** Claims that what dist ships becomes the Secrets that it shall be. */
export async function shipped(bed: DeliveredBed, { values }: Sealing, recovery: Recovery, claims: Claims): Promise<void> {
  const manifests = bed.published.manifests(bed.name).map(({ manifest }) => manifest);
  const all = manifests.filter(({ kind }) => kind === 'SealedSecret') as unknown as SealedSecret[];
  if (all.length === 0) {
    for (const claim of [SHIPPED, SHIPPED_OFFLINE]) claims.skip(claim, 'dist has no SealedSecret here');
    return;
  }
  const counted = `${all.length} SealedSecrets with ${all.flatMap(({ spec }) => Object.keys(spec.encryptedData)).length} keys`;
  await claims.that(SHIPPED, async () => {
    const problems = all.map(async (file) =>
      wrongs(file, await liveOf(bed, 'sealedsecrets', file), await liveOf(bed, 'secrets', file), valuesOf(file, values)),
    );
    none((await Promise.all(problems)).flat());
    return counted;
  });
  await claims.that(SHIPPED_OFFLINE, async () => {
    const cases = all.map((file) => ({ what: called(file), opens: true, sealed: file, values: valuesOf(file, values) }));
    none(await misjudged(recovery, cases));
    return counted;
  });
}

/** What the harness sealed for a file of dist. */
function valuesOf(file: SealedSecret, values: Values): Values {
  const keys = Object.keys(file.spec.encryptedData);
  return new Map(
    keys.flatMap((key): [string, Buffer][] => {
      const value = values.get(`${called(file)}/${key}`);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
