/** The label that says what kind of data something holds. */
export const DATA_CLASS = 'platform.kfm.example.org/data-class';

/** Least sensitive first. */
const CLASSES = ['synthetic', 'redacted', 'care-safe', 'sensitive', 'restricted'];

/** Those that only production may hold. */
const PRODUCTION_ONLY = ['sensitive', 'restricted'];

export function isDataClass(data: string): boolean {
  return CLASSES.includes(data);
}

export function isForProductionOnly(data: string): boolean {
  return PRODUCTION_ONLY.includes(data);
}

/** Whether one class of data is more sensitive than another. */
export function isAbove(data: string, other: string): boolean {
  return CLASSES.indexOf(data) > CLASSES.indexOf(other);
}

/** As messages name them. */
export const KNOWN_CLASSES = CLASSES.join(', ');
