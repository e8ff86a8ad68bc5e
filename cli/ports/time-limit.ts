import { createContext, Script } from 'node:vm';
import type { Limit } from '../../lib';

const CALL = new Script('work()', { filename: 'time-limit' });

/**
 * Ends work that takes longer than it may, endless loops included: a script with a timeout is interrupted wherever it is. Each call
 * starts a thread that watches, about a millisecond.
 */
export function timeLimit(milliseconds: number): Limit {
  const sandbox: { work?: () => void } = {};
  const context = createContext(sandbox);
  return (work) => {
    sandbox.work = work;
    try {
      CALL.runInContext(context, { timeout: milliseconds });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        throw new Error(`the rules did not end within ${milliseconds / 1000} s`);
      throw error;
    }
  };
}
