import type { Change } from '../ports/changes';
import { overlaid } from '../ports/overlaid';
import { type Order, type Plan, planned } from './plan';

const PROGRAM = `
import { planned } from './cli/promotion/plan';

planned(JSON.parse(process.argv[2] as string)).then(
  (plan) => process.stdout.write(JSON.stringify(plan)),
  (error) => {
    process.exitCode = 1;
    process.stderr.write(error instanceof Error && error.name === 'Refusal' ? error.message : String(error?.stack ?? error));
  },
);
`;

/** Renders and judges an environment as it would be with changes of its sources, which are not made. */
export async function plannedWith(changes: readonly Change[], order: Order): Promise<Plan> {
  const edits = changes.filter(({ path }) => path.endsWith('.ts'));
  return edits.length === 0 ? planned(order) : JSON.parse(await overlaid(order.root, edits, PROGRAM, order));
}
