import { rules as catalogue, type Rule, rulesPage } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { regenerate } from '../ports/generated-file';

export interface RulesOptions {
  readonly check?: boolean;
  readonly json?: boolean;
}

const PATH = 'docs/rules.md';

/** Writes docs/rules.md: every rule with why it is there and what asks for it. */
export async function rules({ check = false, json = false }: RulesOptions, { root, fs, terminal }: CommandContext): Promise<ExitCode> {
  if (json) {
    terminal.result(JSON.stringify({ rules: catalogue.map(described) }, null, 2));
    return 0;
  }
  const done = regenerate({ fs, root, command: 'rules', path: PATH, text: rulesPage(catalogue) }, { check });
  if (!check || done === 'unchanged') {
    terminal.result(`${PATH}: ${done}`);
    return 0;
  }
  terminal.result(`${done === 'added' ? 'missing' : 'changed'} ${PATH}`);
  terminal.say(`${PATH} is not what the catalogue of rules says; run "npm run rules" and commit`);
  return 1;
}

function described({ check: _, cel, ...rule }: Rule): object {
  return { ...rule, isEnforced: cel?.isEnforced === true && rule.severity === 'error' };
}
