import { Refusal } from '../../lib';
import type { Programs } from '../ports/programs';

/** Somebody pressed Ctrl-C. */
export class Interrupted extends Refusal {}

/** Programs that are ended when a signal is aborted; what called them learns it as Interrupted. */
export function interruptible(programs: Programs, signal: AbortSignal): Programs {
  return {
    has: programs.has,
    run: async (name, args, options = {}) => {
      if (signal.aborted) throw new Interrupted('interrupted');
      const ran = await programs.run(name, args, { ...options, signal: either(signal, options.signal) });
      if (signal.aborted) throw new Interrupted('interrupted');
      return ran;
    },
  };
}

function either(signal: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? signal : AbortSignal.any([signal, other]);
}

/** Does some work whose signal is aborted by the first Ctrl-C; the second one ends the process as it always does. */
export async function heedingInterruption<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}
