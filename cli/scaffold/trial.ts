import type { Change } from '../ports/changes';
import { overlaid } from '../ports/overlaid';

/** Prints what all environments would be, or what is wrong with them. */
const PROGRAM = `
import { synthesizeSelected } from './cli/environments';
import { printFindings } from './cli/report/findings';
import { terminal } from './cli/report/terminal';
import { disk } from './cli/ports/file-system';
import { isRed } from './lib';

async function main() {
  const syntheses = await synthesizeSelected(undefined, { fs: disk, root: JSON.parse(process.argv[2] as string) });
  const findings = syntheses.filter(({ judgement }) => isRed(judgement)).flatMap(({ judgement }) => judgement.findings);
  if (findings.length > 0) throw { message: '', findings };
  return syntheses.flatMap(({ environment, files }) => [...files].map(([path, text]) => [environment + '/' + path, text]));
}

main().then(
  (files) => process.stdout.write(JSON.stringify(files)),
  ({ message, findings = [] }) => {
    process.exitCode = 1;
    printFindings(findings, terminal(process.stderr, process.stderr, {}));
    process.stderr.write(message);
  },
);
`;

/**
 * Renders all environments as they would be with the changes, which are not made: path below dist → text.
 * @throws what the program or a gate says of them
 */
export async function rendered(root: string, changes: readonly Change[]): Promise<Map<string, string>> {
  return new Map(JSON.parse(await overlaid(root, changes, PROGRAM, root)) as [string, string][]);
}
