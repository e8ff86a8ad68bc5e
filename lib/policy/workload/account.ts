import { textAt } from '../../manifest/fields';
import type { PodView } from '../pod-view';

/** Name of the ServiceAccount that pods run as: every namespace has one called default. */
export function accountOf({ spec }: PodView): string {
  return textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default';
}
