export interface Waiting {
  /** Seconds. */
  readonly within: number;
  /** Seconds between two looks. @default 0.5 */
  readonly every?: number;
  /** What it was waiting for, said when it did not come. */
  readonly what: string | (() => string);
  /** Called at each look: throws if waiting is in vain. */
  readonly check?: () => void;
}

/** The first answer that is neither undefined nor false. @throws if none came in time */
export async function until<T>(look: () => Promise<T | undefined | false>, { within, every = 0.5, what, check }: Waiting): Promise<T> {
  const end = Date.now() + within * 1000;
  for (;;) {
    const answer = await look();
    if (answer !== undefined && answer !== false) return answer;
    check?.();
    if (Date.now() > end) throw new Error(`after ${within} s still waiting for ${typeof what === 'string' ? what : what()}`);
    await sleep(every);
  }
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
