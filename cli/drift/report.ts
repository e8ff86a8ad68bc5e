/** One difference between a cluster and `dist`. */
export interface Drift {
  readonly class: 'missing' | 'extra' | 'changed' | 'added';
  /** `group/Kind/namespace/name`. */
  readonly object: string;
  /** `Deployment kfm-api/kfm-api`. */
  readonly spoken: string;
  /** The Application that brings the object; empty for what `dist` does not have. */
  readonly application: string;
  /** Path below the project; empty for what `dist` does not have. */
  readonly file: string;
  /** Empty for objects that are missing or extra as a whole. */
  readonly field: string;
  readonly live?: unknown;
  readonly wanted?: unknown;
  /** Who wrote it by the API server's records, or why an object is missing or extra. */
  readonly by?: string;
}

/** What differs for a known reason. */
export interface Ignored {
  readonly object: string;
  /** Empty for whole objects. */
  readonly field: string;
  readonly reason: string;
  readonly by?: string;
}

/** What could not be told, and why. */
export interface Untold {
  readonly what: string;
  readonly reason: string;
}

export interface ManifestDrift {
  readonly drift: readonly Drift[];
  readonly ignored: readonly Ignored[];
  readonly unknown: readonly Untold[];
  /** Objects of `dist` that were compared field by field. */
  readonly checked: number;
}

/** A resource of Terraform that a plan would change. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
}

export interface StackDrift {
  /** `unapplied`: nobody has applied it from here, so that nothing can be told of it either. */
  readonly state: 'same' | 'differs' | 'unapplied' | 'unknown';
  /** What Terraform would do about it. */
  readonly changes: readonly PlannedChange[];
  /** Why nothing is known of it. */
  readonly reason?: string;
}

/** An open record, as `drift` tells it. */
export interface OpenIncident {
  readonly id: string;
  readonly who: string;
  readonly why: string;
  readonly until: string;
  readonly isExpired: boolean;
  readonly paused: readonly string[];
}

export interface DriftReport extends ManifestDrift {
  readonly environment: string;
  readonly context: string;
  readonly server: string;
  /** Records of changes by hand that are open. */
  readonly incidents: readonly OpenIncident[];
  /** Absent where only manifests were asked for. */
  readonly stack?: StackDrift;
}
