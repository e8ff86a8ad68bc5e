import type { Catalogue, Environment } from '../../lib';
import type { Objective } from './objectives';

export interface Platform {
  /** In promotion order. */
  readonly environments: readonly Environment[];
  /** By the name of the environment whose alerts have them. */
  readonly objectives: ReadonlyMap<string, readonly Objective[]>;
}

const HEAD = `<!-- Generated from envs by npm run docs; edit that, not this file. -->

# The platform on one page

What there is, whose it is, what it promises and where it comes from, in all environments. What runs where in which version is asked by
\`npm run releases -- stage\`; each environment's own page is \`dist/ENV/README.md\`.
`;

/** docs/platform.md: environments, components, stores, objectives, teams and related repositories, from the classes and the catalogue. */
export function platformPage({ environments, objectives }: Platform): string {
  const { catalogue } = environments[0] as Environment;
  return [
    HEAD,
    `## Environments\n\nPromotions go along *from* ([promotion](promotion.md)).\n`,
    table(
      ['environment', 'from', 'bytes', 'data', 'open to', 'size'],
      environments.map(({ name, traits }) => [
        `[${name}](../dist/${name}/README.md)`,
        traits.follows ?? 'changes arrive here first',
        traits.locked ? 'locked: move by promotion' : 'as rendered',
        traits.data,
        traits.audience,
        traits.size,
      ]),
    ),
    '## Components\n\nWhat was ever offered of each, with the commit that was built, is in its ledger.\n',
    table(
      ['component', 'team', 'namespace', 'tier', 'image', 'ledger'],
      Object.entries(catalogue.components).map(([name, { namespace, image }]) => {
        const { team, tier } = catalogue.namespace(namespace);
        return [name, team, namespace, tier, `\`${image}\``, `[ledger](../envs/releases/${name}.json)`];
      }),
    ),
    '## Stores\n\nOnly these callers may connect, which the gates and the network policies hold ([reachability](reach.md)).\n',
    table(
      ['store', 'team', 'namespace', 'state', 'callers'],
      Object.entries(catalogue.stores).map(([name, { namespace, state, callers }]) => [
        name,
        catalogue.namespace(namespace).team,
        namespace,
        state,
        callers.join(', '),
      ]),
    ),
    '## Objectives\n\nOver thirty days. Alerts tell when the budget burns too fast ([runbook](runbooks/service-level.md)); callers may build on them.\n',
    table(['component', 'objective', 'promise', 'in'], objectiveRows(objectives)),
    '## Who decides\n\n[`.github/CODEOWNERS`](../.github/CODEOWNERS) is made of this by `npm run codeowners`.\n',
    table(
      ['who', 'group of the identity provider', 'reviews as'],
      [...Object.entries(catalogue.boundaries), ...Object.entries(catalogue.teams)].map(([name, { group, reviewers }]) => [
        name,
        `\`${group}\``,
        `\`${reviewers}\``,
      ]),
    ),
    '## Related repositories\n\nWhere everything else comes from. An AppProject permits no other source, and a gate no other registry.\n',
    table(['what', 'where', 'who reads it'], repositoryRows(catalogue)),
  ].join('\n');
}

function objectiveRows(objectives: Platform['objectives']): string[][] {
  const rows = new Map<string, { cells: string[]; names: string[] }>();
  for (const [environment, each] of objectives) {
    for (const { component, of, promise } of each) {
      const key = [component, of, promise].join('\n');
      const row = rows.get(key) ?? { cells: [component, of, promise], names: [] };
      row.names.push(environment);
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(({ cells, names }) => [...cells, names.join(', ')]);
}

function repositoryRows({ repository, projects, registries, components }: Catalogue): string[][] {
  const charts = [...new Set(Object.values(projects).flatMap((project) => project.charts ?? []))].sort();
  const own = Object.values(components).map(({ image }) => image);
  const isOwn = (registry: string): boolean => own.some((image) => image.startsWith(registry));
  return [
    ['desired state', `\`${repository.url}\` (branch \`${repository.revision}\`, folder \`${repository.path}\`)`, 'Argo CD, people'],
    ...registries.map((registry) => [isOwn(registry) ? 'images of our components' : 'images of others', `\`${registry}\``, 'nodes']),
    ...charts.map((chart) => ['charts of add-ons', `\`${chart}\``, 'Argo CD']),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '--')), ...rows.map(line)].join('\n')}\n`;
}
