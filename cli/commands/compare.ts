import { compare as comparisonOf, type LaidOut, obstaclesBetween, quotaFits, render, type Side, valueAt } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments, synthesizeIn } from '../environments';
import { sameEnvironment } from '../messages';
import { asJson, printReport, type Report } from '../report/comparison';

export interface CompareOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Says how two environments differ, what nobody declared first, and what works in the one and may not in the other. */
export async function compare(first: string, second: string, options: CompareOptions, context: CommandContext): Promise<ExitCode> {
  const [from, to] = [first, second].map((name) => selectEnvironments([name])[0]) as [string, string];
  if (from === to) throw sameEnvironment(first, second);
  const [a, b] = [await sideOf(from, context), await sideOf(to, context)];
  const report: Report = { from, to, ...comparisonOf(a, b), obstacles: obstaclesBetween(a, b), quotas: quotaFits(a, b) };
  if (options.json) context.terminal.result(JSON.stringify(asJson(report), null, 2));
  else printReport(report, { all: options.all ?? false }, context.terminal);
  return report.undeclared.length > 0 ? 1 : 0;
}

/** An environment as it would be published: locked components with the bytes that they keep. */
async function sideOf(name: string, { fs, root }: CommandContext): Promise<Side> {
  const environment = makeEnvironment(name, await loadEnvironment(name));
  const { objects, standings } = await synthesizeIn(environment, { fs, root });
  const { traits, cluster, delivery, catalogue } = environment;
  const rendered = render(environment);
  return {
    name,
    traits,
    cluster,
    cadence: delivery.cadence,
    components: environment.overrides(),
    quotas: grantedQuotas(Object.keys(catalogue.namespaces), rendered),
    secrets: environment.secrets(),
    objects,
    rendered,
    behind: new Set(standings.flatMap(({ state, component }) => (['behind', 'waiting'].includes(state) ? [component] : []))),
  };
}

/** What the class grants the namespaces of teams: an environment does not keep it but in the quotas that it renders. */
function grantedQuotas(namespaces: readonly string[], rendered: readonly LaidOut[]): Side['quotas'] {
  const granted = rendered.flatMap(({ manifest, unit: { component } }) => {
    const namespace = namespaces.find((name) => component === `namespace-${name}`);
    return manifest.kind === 'ResourceQuota' && namespace !== undefined ? [[namespace, valueAt(manifest, 'spec.hard')] as const] : [];
  });
  return Object.fromEntries(granted) as Side['quotas'];
}
