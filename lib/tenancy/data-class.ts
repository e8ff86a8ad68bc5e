/** What kind of data an environment may hold (requirements A9, A13), least sensitive first. */
export type DataClass = 'synthetic' | 'redacted' | 'care-safe' | 'sensitive';
