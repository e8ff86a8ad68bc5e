import type { Draw } from '../deep/edit';
import { CONNECTION_EDITS } from './connection-edits';
import type { Edit } from './policy-edit';
import { HARMLESS_EDITS, POLICY_EDITS } from './policy-edits';
import type { ShippedObject } from './shipped';

/** Objects in which something is different about who reaches whom, perhaps to no effect. */
export interface Weakening {
  readonly what: string;
  readonly objects: readonly ShippedObject[];
}

/** One or two random edits. Objects that are not edited are those of before. */
export function weakened(objects: readonly ShippedObject[], draw: Draw): Weakening {
  const names = Object.keys(EDITS);
  const count = 1 + draw.below(2);
  let weakening: Weakening = { what: '', objects };
  for (let index = 0; index < count; index++) {
    const name = draw.of(names);
    const edited = [...weakening.objects];
    const where = EDITS[name]?.(edited, draw);
    weakening = { what: [weakening.what, `${name} ${where ?? 'to nobody'}`].filter(Boolean).join(', then '), objects: edited };
  }
  return weakening;
}

/** By what it does. */
const EDITS: Readonly<Record<string, Edit>> = { ...POLICY_EDITS, ...CONNECTION_EDITS, ...HARMLESS_EDITS };
