/** A fact that nobody has confirmed (requirements A12, A56): allowed in development, a warning in rehearsal, an error in production. */
export class Unknown {
  constructor(
    readonly why: string,
    readonly ask: string,
  ) {}

  toString(): string {
    return `unknown: ${this.why}; ask ${this.ask}`;
  }
}

/** A value, or the admission that there is none yet. */
export type Fact<T> = T | Unknown;

/** What nobody has confirmed yet, and whom to ask. */
export function unknown(why: string, ask: string): Unknown {
  return new Unknown(why, ask);
}

/** The value if there is one that somebody confirmed. */
export function tryFact<T>(fact: Fact<T> | undefined): T | undefined {
  return fact instanceof Unknown ? undefined : fact;
}
