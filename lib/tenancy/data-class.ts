/** What kind of data an environment may hold (requirements A9, A13), least sensitive first. */
export const DataClass = {
  synthetic: 'synthetic',
  redacted: 'redacted',
  careSafe: 'care-safe',
  sensitive: 'sensitive',
} as const;

export type DataClass = (typeof DataClass)[keyof typeof DataClass];
