/** What became of a claim. */
export type Outcome = 'proved' | 'refuted' | 'skipped';

/** The claim that is refuted where a proof breaks off. */
export const RUNS_TO_ITS_END = 'the proof runs to its end';

export interface Result {
  readonly environment: string;
  readonly proof: string;
  /** A sentence that is true of the platform. */
  readonly claim: string;
  readonly outcome: Outcome;
  /** What was counted, what went wrong, or why it was skipped. */
  readonly detail: string;
  readonly seconds: number;
}

/** The claims of one proof on one environment, as they are tried. */
export class Claims {
  readonly results: Result[] = [];

  constructor(
    private readonly environment: string,
    private readonly proof: string,
    private readonly onResult: (result: Result) => void,
  ) {}

  /** Tries a claim: whatever is thrown refutes it. @param evidence gives what was counted */
  async that(claim: string, evidence: () => Promise<string> | string): Promise<void> {
    const started = Date.now();
    let [outcome, detail]: [Outcome, string] = ['proved', ''];
    try {
      detail = await evidence();
    } catch (error) {
      [outcome, detail] = ['refuted', error instanceof Error ? error.message : String(error)];
    }
    this.add({ claim, outcome, detail, seconds: (Date.now() - started) / 1000 });
  }

  /** What cannot run here is never said to be proved. */
  skip(claim: string, reason: string): void {
    this.add({ claim, outcome: 'skipped', detail: reason, seconds: 0 });
  }

  private add(result: Pick<Result, 'claim' | 'outcome' | 'detail' | 'seconds'>): void {
    const whole = { environment: this.environment, proof: this.proof, ...result };
    this.results.push(whole);
    this.onResult(whole);
  }
}

/** How many problems are told in full. */
const SHOWN = 8;

/** @throws with the problems if there are any */
export function none(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const rest = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
  throw new Error([...problems.slice(0, SHOWN), ...rest].join('\n'));
}
