import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../../lib';
import { endPrograms, type Programs } from '../ports/programs';
import { INTERRUPTED } from './messages';

/** Somebody pressed Ctrl-C, closed the terminal, or ended the process politely. */
export class Interrupted extends Refusal {}

/** Programs that are ended when a signal is aborted; what called them learns it as Interrupted. */
export function interruptible(programs: Programs, signal: AbortSignal): Programs {
  return {
    has: programs.has,
    run: async (name, args, options = {}) => {
      if (signal.aborted) throw new Interrupted(INTERRUPTED);
      const ran = await programs.run(name, args, { ...options, signal: either(signal, options.signal) });
      if (signal.aborted) throw new Interrupted(INTERRUPTED);
      return ran;
    },
  };
}

function either(signal: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? signal : AbortSignal.any([signal, other]);
}

const HEEDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds in which signals are one: npm passes on what the terminal has sent to everybody already. */
const ONE = 1000;

/**
 * Does some work whose signal is aborted by the first Ctrl-C, the end of the terminal or a polite end. Who insists ends the process
 * as that always does, and with it the programs that it started.
 */
export async function heedingInterruption<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let first: number | undefined;
  const heed = (name: NodeJS.Signals): void => {
    if (first === undefined) {
      first = performance.now();
      controller.abort();
    } else if (performance.now() - first >= ONE) {
      unheed();
      endPrograms(name);
      process.kill(process.pid, name);
    }
  };
  const unheed = (): void => {
    for (const name of HEEDED) process.removeListener(name, heed);
  };
  for (const name of HEEDED) process.on(name, heed);
  try {
    return await work(controller.signal);
  } finally {
    // What was interrupted still has to say so: the same signal is heard out before anybody else may take it for another one.
    if (first !== undefined) await sleep(ONE - (performance.now() - first));
    unheed();
  }
}
