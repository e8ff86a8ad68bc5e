import { join } from 'node:path';
import { type Environment, type Ledger, render, withEntry } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { badPromotion } from '../messages';
import { readGeneratedTree } from '../ports/generated-tree';
import { readLedgers, readLocks } from '../records';
import { printOutcome } from '../report/promotion';
import { ledgerChange } from './arrival';
import { carryOut } from './carry-out';

export interface AdoptOptions {
  readonly dryRun?: boolean;
  readonly detached?: boolean;
  readonly json?: boolean;
}

/**
 * Gives an environment its first locks, for what dist holds and the classes render, and the ledger what runs there. Once:
 * later a lock comes by promotion only.
 */
export async function adopt(environment: Environment, options: AdoptOptions, context: CommandContext): Promise<ExitCode> {
  const { fs, root, terminal } = context;
  const { name, traits } = environment;
  const { dryRun = false, detached = false } = options;
  if (!traits.locked) throw badPromotion(`${name} is not locked; only an environment with locked: true has locks`);
  if (readLocks(fs, root, name).size > 0) throw badPromotion(`${name} has locks already; adopting them is done once`);
  const { files } = readGeneratedTree(fs, join(root, 'dist', name));
  const departing = render(environment).find(({ path, text }) => files.get(path) !== text);
  if (departing !== undefined) {
    throw badPromotion(
      `dist/${name}/${departing.path} is not what the class renders, so it is not known what to adopt; run npm run synth and commit first`,
    );
  }

  const ledgers = readLedgers(fs, root);
  const entered = [...environment.releases()].flatMap(([component, { version, digest }]): Ledger[] => {
    const ledger = ledgers.get(component);
    const after = withEntry(ledger, component, { version, digest, source: 'adopted' });
    return after === ledger ? [] : [after];
  });
  const edits = entered.map((ledger) => ledgerChange(fs, root, ledger));
  const order = { root, environment: name, adopt: true, ledgers: entered };
  const outcome = await carryOut({ order, edits, isDry: dryRun, detached }, context);
  printOutcome(
    { subject: `Adopt ${name}: first locks, for what dist holds`, environment: name, outcome, isDry: dryRun, json: options.json === true },
    terminal,
  );
  return outcome.code;
}
