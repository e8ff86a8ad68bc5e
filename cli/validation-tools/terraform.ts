import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { QUIET } from '../cluster/terraform';
import { broken, type OutsideTool, verdictOf } from './outside-tool';

/** Writes a stack of this project into a folder, and returns the folder in which terraform finds it. */
export type StackWriter = (stack: string, folder: string) => Promise<string>;

/**
 * `terraform validate` of a stack, after the init that it needs: without a backend, so that no state is touched. A stack of this project
 * is written into a folder of its own, which goes afterwards.
 * @param stack name of a stack of this project, or the folder of another one
 */
export function terraformValidate(root: string, stack: string, writeStack: StackWriter): OutsideTool {
  const isOwn = !stack.includes('/');
  return {
    name: 'terraform validate',
    subject: isOwn ? `stacks/${stack}` : stack,
    program: 'terraform',
    judge: async (run) => {
      const written = mkdtempSync(join(tmpdir(), 'stack-'));
      try {
        const folder = isOwn ? await writeStack(stack, written) : resolve(root, stack);
        const init = await run([`-chdir=${folder}`, 'init', '-backend=false', '-input=false', '-no-color'], { environment: QUIET });
        if (init.status !== 0) return broken(init);
        return verdictOf(await run([`-chdir=${folder}`, 'validate', '-no-color'], { environment: QUIET }));
      } finally {
        rmSync(written, { recursive: true, force: true });
      }
    },
  };
}
