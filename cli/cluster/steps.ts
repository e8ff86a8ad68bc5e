import { Interrupted } from './interruption';
import { interrupted, stepFailed } from './messages';

/** One of the things that have to be there in the end. */
export interface Step {
  readonly name: string;
  /** What is there when it is done, e.g. `kind-local-254carbon`. */
  readonly subject: string;
  /** Asked of the world, never remembered: that is how a second run goes on where the first was stopped. */
  isDone(): Promise<boolean>;
  /** Makes it so. @param hear gets what is worth telling while it lasts */
  run(hear: (line: string) => void): Promise<void>;
}

export interface StepsProps {
  /** The command whose steps they are, e.g. `up`: running it again goes on. */
  readonly command: string;
  readonly say: (line: string) => void;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

/**
 * Does the steps that are not done yet, one after another, and says of each what came of it.
 * @throws {Refusal} what a step refused with, and how to go on; after Ctrl-C also what is done
 */
export async function runSteps(steps: readonly Step[], { command, say, now }: StepsProps): Promise<void> {
  const done: string[] = [];
  for (const [index, { name, subject, isDone, run }] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${name}:`;
    try {
      if (await isDone()) {
        say(`${label} ${subject} is there`);
      } else {
        say(`${label} making ${subject}`);
        const begun = now();
        await run((line) => say(`      ${line}`));
        say(`${label} made ${subject} in ${Math.round((now() - begun) / 1000)} s`);
      }
    } catch (error) {
      if (error instanceof Interrupted) throw interrupted(command, name, done);
      if (error instanceof Error && error.name === 'Refusal') throw stepFailed(command, name, error.message);
      throw error;
    }
    done.push(name);
  }
}
