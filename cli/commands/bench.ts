import type { CommandContext, ExitCode } from '../command';
export async function bench(_options: object, _context: CommandContext): Promise<ExitCode> {
  return 0;
}
