export type Severity = 'error' | 'warning';

/** One thing that a rule holds against one object. Its JSON is the output of `validate --json`. */
export interface Finding {
  /** `family/name`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Empty for manifests that belong to no environment. */
  readonly environment: string;
  /** `group/Kind/namespace/name`; empty for findings on the whole. */
  readonly object: string;
  /** Path of the manifest; empty if there is none. */
  readonly file: string;
  /** Path of the field; empty for the object as a whole. */
  readonly field: string;
  readonly message: string;
  /** What to do next. */
  readonly fix: string;
}
