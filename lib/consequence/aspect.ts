import type { FieldChange } from '../manifest/changes';
import type { Manifest } from '../manifest/manifest';
import type { ChangedObject } from './changed-object';
import type { Effect } from './consequence';
import type { Surroundings } from './surroundings';

/** An object that is there before and after. */
export interface Version {
  readonly before: Manifest;
  readonly after: Manifest;
  readonly change: ChangedObject;
}

/** Reads one kind of effect out of the fields that nobody claimed yet. An effect claims the fields that it names. */
export type Aspect = (version: Version, open: readonly FieldChange[], around: Surroundings) => readonly Effect[];
