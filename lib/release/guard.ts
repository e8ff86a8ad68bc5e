import { objectKey, spokenName } from '../manifest/identity';
import type { LaidOut } from '../manifest/layout';
import type { Remark } from './records';

/** Kinds whose removal destroys what is in them: everything in a namespace, the data of a claim. */
const IRREPLACEABLE: ReadonlySet<string> = new Set(['Namespace', 'PersistentVolumeClaim']);

/** Objects that a locked environment would lose and that no sync brings back: namespaces, claims and stores. */
export function guard(
  environment: string,
  component: string,
  before: readonly LaidOut[],
  after: readonly LaidOut[],
  allowed: ReadonlySet<string>,
): Remark[] {
  const remaining = new Set(after.map(({ manifest }) => objectKey(manifest)));
  const lost = before.filter((object) => isIrreplaceable(object) && !remaining.has(objectKey(object.manifest)));
  return lost
    .filter(({ unit }) => !allowed.has(unit.folder) && !allowed.has(component))
    .map(({ unit, manifest }) => deletion(component, `${environment} would lose ${spokenName(manifest)} with what is in it`, unit.folder));
}

/** The removal of a whole component that nobody allowed. */
export function removal(environment: string, component: string): Remark {
  return deletion(component, `${environment} holds ${component}, which its class does not make any more`, component);
}

function deletion(component: string, message: string, allowed: string): Remark {
  const fix = `put it back, or say that it may go: --allow-delete ${allowed}`;
  return { about: 'deletion', severity: 'error', component, message, fix };
}

function isIrreplaceable({ unit, manifest }: LaidOut): boolean {
  return IRREPLACEABLE.has(manifest.kind) || (unit.folder.startsWith('stores/') && manifest.kind === 'StatefulSet');
}
