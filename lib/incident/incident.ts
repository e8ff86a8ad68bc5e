import { credentialsIn } from '../policy/secrets/credential';

/** A later end than the first one, and why. */
export interface Extension {
  /** When it was decided, RFC 3339 in UTC. */
  readonly when: string;
  readonly by: string;
  readonly why: string;
  /** The end until then. */
  readonly from: string;
}

/** What the cluster had otherwise than Git at a moment, as two files beside the record. */
export interface Capture {
  readonly when: string;
  /** Path of the JSON in the project; the unified diff stands beside it as `.patch`. */
  readonly file: string;
  /** SHA-256 of the JSON: who reads it knows that it is what was captured. */
  readonly sha256: string;
  /** Fields and whole objects that differed. */
  readonly differences: number;
  /** Whose files have to say it; empty for what `dist` does not have. */
  readonly components: readonly string[];
}

/**
 * What became of the pause in the cluster: done (`paused`), not done yet (`pending`), nobody could be asked (`unreachable`), or
 * nothing syncs by itself (`nothing`).
 */
export type Pausing = 'pending' | 'paused' | 'unreachable' | 'nothing';

/** `docs/incidents/<env>-<id>.json`: a change of a cluster by hand, from before it is made until Git says the same (requirement B54). */
export interface Incident {
  /** `INC-7`. */
  readonly id: string;
  readonly environment: string;
  /** Context of kubeconfig. */
  readonly context: string;
  /** URL of the API server; absent where it could not be reached. */
  readonly server?: string;
  readonly who: string;
  /** The second person. */
  readonly with: string;
  readonly what: string;
  readonly why: string;
  /** RFC 3339 in UTC, to the second. */
  readonly opened: string;
  readonly expires: string;
  readonly extended: readonly Extension[];
  /** What is changed by hand. */
  readonly components: readonly string[];
  /** Applications that sync nothing by themselves while it is open. */
  readonly paused: readonly string[];
  readonly pausing: Pausing;
  readonly captures: readonly Capture[];
  readonly closed?: { readonly when: string; readonly by: string };
}

/** Folder of the records, in the project. */
export const INCIDENTS = 'docs/incidents';

/** Longest that a record may be open before somebody decides again, in hours. */
export const LONGEST_HOURS = 24;

export const ID_GRAMMAR = 'INC- and capital letters, digits and inner dashes, 30 at most, e.g. INC-7';

export function isIncidentId(value: unknown): value is string {
  return typeof value === 'string' && /^INC-[0-9A-Z](?:[0-9A-Z-]{0,28}[0-9A-Z])?$/.test(value);
}

/** Whether a text is a moment as records write it: RFC 3339 in UTC, to the second. */
export function isMoment(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value.replace('Z', '.000Z');
}

/** What is wrong with a text that people write into a record; undefined if nothing is. */
export function textProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return 'expected a text';
  if (value !== value.trim() || UNSEEN.test(value))
    return 'expected one line, without blanks at its ends and without characters that nobody sees';
  if (value.length > LONGEST_TEXT) return `has ${value.length} characters; expected ${LONGEST_TEXT} at most`;
  const [credential] = credentialsIn(value);
  return credential === undefined ? undefined : `holds ${credential.what}; no record holds a credential, say where it lies instead`;
}

/** What is no character that people see, or looks like a space and is none: two names could look like one, or one like two. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\ufffe\uffff]|(?! )\p{Zs}/u;

/** Whether two texts name one person, however they are spaced and written. */
export function isSamePerson(one: string, other: string): boolean {
  return letters(one) === letters(other);
}

function letters(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/** Most characters of a text in a record. */
export const LONGEST_TEXT = 400;

export function isOpen({ closed }: Incident): boolean {
  return closed === undefined;
}

/** Path of a record in the project. */
export function incidentFile({ environment, id }: Pick<Incident, 'environment' | 'id'>): string {
  return `${INCIDENTS}/${environment}-${id}.json`;
}
