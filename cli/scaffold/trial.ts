import type { Ledger } from '../../lib';
import { doesNotRender } from '../messages';
import { LEDGERS } from '../paths';
import type { Change } from '../ports/changes';
import { overlaid } from '../ports/overlaid';

/** Prints what all environments would be, and what is wrong with them. */
const PROGRAM = `
import { synthesizeSelected } from './cli/environments';
import { printFindings } from './cli/report/findings';
import { terminal } from './cli/report/terminal';
import { disk } from './cli/ports/file-system';
import { isRed } from './lib';

async function main() {
  const { root, ledgers } = JSON.parse(process.argv[2] as string);
  const syntheses = await synthesizeSelected(undefined, { fs: disk, root, ledgers });
  const wrong: string[] = [];
  const stream = { write: (text: string) => wrong.push(text) };
  printFindings(syntheses.filter(({ judgement }) => isRed(judgement)).flatMap(({ judgement }) => judgement.findings), terminal(stream, stream, {}));
  const files = syntheses.flatMap(({ environment, files }) => [...files].map(([path, text]) => [environment + '/' + path, text]));
  return { files, wrong: wrong.join('') };
}

main().then(
  (outcome) => process.stdout.write(JSON.stringify(outcome)),
  ({ message }) => {
    process.exitCode = 1;
    process.stderr.write(message);
  },
);
`;

/**
 * Renders all environments as they would be with the changes, which are not made: path below dist → text.
 * @param refuse what the command itself has to say of them, in better words than a gate. @default nothing
 * @throws what the program, the command or a gate says of them
 */
export async function rendered(
  root: string,
  changes: readonly Change[],
  refuse: (trees: ReadonlyMap<string, string>) => void = () => {},
): Promise<Map<string, string>> {
  const ledgers = changes.filter(({ path }) => path.startsWith(`${LEDGERS}/`)).map(({ after }) => JSON.parse(after) as Ledger);
  const { files, wrong }: { files: [string, string][]; wrong: string } = JSON.parse(
    await overlaid(root, changes, PROGRAM, { root, ledgers }),
  );
  const trees = new Map(files);
  refuse(trees);
  if (wrong !== '') throw doesNotRender(wrong);
  return trees;
}
