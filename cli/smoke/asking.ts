import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Answered, Question } from './question';

/** Questions that are asked together, since one way leads to them, and how. */
export interface Round {
  readonly questions: readonly Question[];
  ask(questions: readonly Question[], signal: AbortSignal): Promise<readonly Answer[]>;
}

export interface Patience {
  /** Seconds after which no question is asked again. */
  readonly seconds: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Rounds that are asked at once: each may have a kubectl of its own. */
const AT_ONCE = 3;

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;

/** Asks till everything is met or the time is over: pods may be starting. In the order of the questions. */
export async function answersTo(rounds: readonly Round[], { seconds, say, signal }: Patience): Promise<Answered[]> {
  const found = new Map<Question, Answer>();
  const end = performance.now() + seconds * 1000;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const open = rounds.map((round) => ({ round, questions: round.questions.filter((question) => isOpen(found.get(question))) }));
    await inTurns(
      open.filter(({ questions }) => questions.length > 0),
      async ({ round, questions }) => {
        const answers = await round.ask(questions, signal);
        questions.forEach((question, index) => {
          found.set(question, answers[index] as Answer);
        });
      },
    );
    const left = rounds.flatMap(({ questions }) => questions.filter((question) => isOpen(found.get(question))));
    if (left.length === 0 || performance.now() + pause > end) break;
    say(`waiting for ${[...new Set(left.map(({ component }) => component))].join(', ')}`);
    await sleep(pause, undefined, { signal });
  }
  return rounds.flatMap(({ questions }) => questions.map((question) => ({ ...question, answer: found.get(question) as Answer })));
}

function isOpen(answer: Answer | undefined): boolean {
  return answer === undefined || (answer.state !== 'met' && answer.isFinal !== true);
}

/** Does work for each, some at once; after a failure nothing new is begun, and it is told when what was begun is over. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  let isBroken = false;
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && !isBroken; item = waiting.shift()) {
      try {
        await work(item);
      } catch (error) {
        isBroken = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failure = ends.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
