import type { FieldChange } from '../manifest/changes';
import { compareText } from '../manifest/order';

/** What a change may do to a cluster, worst first: the order in which a reviewer reads. */
export const RISKS = [
  'reachability',
  'deletion',
  'recreation',
  'restart',
  'permission',
  'network',
  'exposure',
  'capacity',
  'image',
  'configuration',
  'cosmetic',
] as const;

export type Risk = (typeof RISKS)[number];

/** A file of an environment before and after; one side is absent where there is no such file. */
export interface FileChange {
  /** Below `dist/<environment>/`. */
  readonly path: string;
  readonly component: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * What one changed object does to the cluster, under one risk. An object has as many as it has risks. Each of its changed fields
 * is in exactly one of them; one that only says what other fields lead to (pods that roll for a new image) has none.
 * Under `reachability` there is one for each pair that may connect otherwise: what many objects together lead to, so without fields,
 * and told of an object that may not have changed itself.
 */
export interface Consequence {
  readonly risk: Risk;
  /** Empty for files of `dist` that belong to no environment. */
  readonly environment: string;
  readonly component: string;
  /** `group/Kind/namespace/name`; empty for files that hold no object. */
  readonly object: string;
  readonly file: string;
  /** The file that the object was in before, where that is another one. */
  readonly movedFrom?: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** What happens in the cluster, in one line. */
  readonly summary: string;
  readonly fields: readonly FieldChange[];
}

/** A consequence that is not placed yet. Inside a risk the higher weight comes first. */
export interface Effect {
  readonly risk: Risk;
  /** @default 0 */
  readonly weight?: number;
  readonly summary: string;
  readonly fields: readonly FieldChange[];
}

export type Ranked = Consequence & { readonly weight: number };

/** Worst first, then by component and object; total, so that the same change reads the same everywhere. */
export function compareRanked(a: Ranked, b: Ranked): number {
  return (
    RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk) ||
    b.weight - a.weight ||
    compareText(a.component, b.component) ||
    compareText(a.object, b.object) ||
    compareText(a.file, b.file) ||
    compareText(a.summary, b.summary)
  );
}
