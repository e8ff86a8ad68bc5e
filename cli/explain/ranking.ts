import type { Influence } from './influences';
import { isPlain } from './other-values';
import type { Reading } from './reading';
import type { Spot } from './spots';

/** The field holds its value, was chosen by it, or it only names what another line says. */
export type Role = 'gives' | 'decides' | 'passes on';

/** What influences a field with its part in it: what holds the value first, the class before what environments share. */
export function ranked(influences: readonly Influence[], before: Reading): { readonly influence: Influence; readonly role: Role }[] {
  const rank = ({ influence, role }: { influence: Influence; role: Role }): number =>
    8 * ['gives', 'decides', 'passes on'].indexOf(role) + (isExactly(before, influence.value) ? 0 : 4) + (isShared(influence.spot) ? 2 : 0);
  return influences.map((influence) => ({ influence, role: roleOf(influence, influences) })).toSorted((a, b) => rank(a) - rank(b));
}

/** What is written by name is told where it is written out. */
export function isReference({ written }: Spot): boolean {
  return /^[A-Za-z_$][\w$.]*(?:\[[^\]]*\])?$/.test(written) && !/^(?:true|false)$/.test(written);
}

function roleOf(influence: Influence, all: readonly Influence[]): Role {
  const isNamedBy = ({ spot, value }: Influence): boolean => {
    if (isReference(spot)) return false;
    if (spot.address.at(-1) === lastName(influence.spot.written)) return true;
    return isPlain(influence.value) && isPlain(value) && JSON.stringify(influence.value).includes(JSON.stringify(value));
  };
  if (isReference(influence.spot) && all.some((other) => other !== influence && isNamedBy(other))) return 'passes on';
  return influence.isCarried ? 'gives' : 'decides';
}

/** `releases['kfm-api']` and `releases.tiles` end in the name of an entry. */
function lastName(reference: string): string | undefined {
  return /(?:\[["']?([^\]"']+)["']?\]|([\w$]+))$/.exec(reference)?.slice(1).find(Boolean);
}

function isExactly(before: Reading, value: unknown): boolean {
  return before.status === 'set' && isPlain(value) && JSON.stringify(before.value) === JSON.stringify(value);
}

/** Whether other environments read the file too. */
function isShared({ file }: Spot): boolean {
  return file.split('/').length === 2;
}
