import { createContext, Script } from 'node:vm';
import type { Limit } from '../../lib';

const CALL = new Script('work()', { filename: 'time-limit' });

/**
 * Ends work that takes longer than it may, endless loops included: a script with a timeout is interrupted wherever it is.
 * @param milliseconds of one piece of work
 */
export function timeLimit(milliseconds: number): Limit {
  const sandbox: { work?: () => unknown } = {};
  const context = createContext(sandbox);
  return <T>(work: () => T): T => {
    sandbox.work = work;
    try {
      return CALL.runInContext(context, { timeout: milliseconds }) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new Error(`it ran over ${milliseconds / 1000} s`);
      throw error;
    }
  };
}
