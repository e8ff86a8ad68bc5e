import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Insight, isRed, type Memory } from '../../lib';

/** Questions of one program that are remembered: four environments, a few states of each. */
const MOST = 32;

/**
 * Remembers green judgements beside the bundle of this program, by whose digest they are called: the launcher forgets them with it, and
 * `npm ci` with everything else. What is red is judged again, and so is all that `validate` judges.
 * @param program file that runs. @default this one, if the launcher runs it; sources that are run as they are remember nothing
 */
export function judgementMemory(program = __filename): Memory | undefined {
  if (!/^[0-9a-f]{40}\.js$/.test(basename(program))) return undefined;
  const folder = join(program, '..');
  const prefix = `${basename(program)}.judged.`;
  return {
    tryRecall: (question) => tryRead(join(folder, `${prefix}${question}`)),
    keep: (question, insight) => {
      if (!isRed(insight.judgement)) write(folder, prefix, question, insight);
    },
  };
}

/** What is not there, or not whole, was never asked. */
function tryRead(file: string): Insight | undefined {
  try {
    const { judgement, membrane } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Insight>;
    if (judgement === undefined || membrane === undefined) return undefined;
    return Array.isArray(judgement.findings) && judgement.checked !== undefined ? { judgement, membrane } : undefined;
  } catch {
    return undefined;
  }
}

/** A memory that cannot be written is no failure. */
function write(folder: string, prefix: string, question: string, insight: Insight): void {
  try {
    const kept = readdirSync(folder).filter((entry) => entry.startsWith(prefix));
    if (kept.length >= MOST) for (const entry of kept) rmSync(join(folder, entry), { force: true });
    const file = join(folder, `${prefix}${question}`);
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(insight));
    renameSync(`${file}.${process.pid}`, file);
  } catch {}
}
