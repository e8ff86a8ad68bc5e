import type { Boundary, Catalogue } from '../tenancy/catalogue';
import type { Traits } from '../tenancy/traits';

/** An environment, as far as it matters who reviews it. */
export interface GovernedEnvironment {
  readonly name: string;
  readonly traits: Pick<Traits, 'locked'>;
}

/** A pattern and who owns what it matches. */
type Line = readonly [pattern: string, ...owners: string[]];

const HEADER = `# Generated from envs/catalogue.ts by npm run codeowners; edit that, not this file.
# The last pattern that matches a path decides. Where a line names several owners, GitHub asks for one approval of any of them;
# boundaries that must all approve own different files of the change.`;

/** Wide enough for most patterns; not the widest one's width, which would move every line when it changes. */
const COLUMN = 60;

/** Kinds that decide who may do what, who may reach whom and what is secret, wherever they stand (requirement A21). */
const KINDS_OF_SECURITY = [
  '*.admissionregistration.k8s.io_*',
  '*.rbac.authorization.k8s.io_*',
  'appproject.argoproj.io_*',
  'configmap_argocd-rbac-cm',
  'externalsecret.external-secrets.io_*',
  'networkpolicy.networking.k8s.io_*',
  'sealedsecret.bitnami.com_*',
  'secret_*',
];

/** Kinds that open a component to people (requirement A20). */
const KINDS_OF_EXPOSURE = ['*.gateway.networking.k8s.io_*', 'ingress.networking.k8s.io_*', 'route.route.openshift.io_*'];

/** Sources that security's promises rest on. */
const SOURCES_OF_SECURITY = [
  '/cli/commands/seal.ts',
  '/cli/sealing.ts',
  '/docs/data-handling.md',
  '/docs/incidents/',
  '/docs/runbooks/break-glass.md',
  '/docs/runbooks/secret-rotation.md',
  '/docs/secrets.md',
  '/lib/policy/',
  '/lib/reach/',
  '/lib/tenancy/network-edge.ts',
  '/lib/tenancy/secret*.ts',
  '/lib/tenancy/team-access.ts',
  '/lib/workload/hardening.ts',
  '/test/policy/',
  '/test/reach/',
];

/** Sources that say how releases travel (requirement A22). */
const SOURCES_OF_RELEASE = ['/docs/promotion.md', '/docs/runbooks/rollback.md'];

/** What promotions write beside the class of an environment. */
const RECORDS_OF_RELEASE = ['/envs/*/lock/', '/envs/releases/'];

/** What lies beside the class of an environment and is security's. */
const SECRETS = ['/envs/*/sealed/', '/envs/*/sealing.pem', '/envs/*/secrets.ts', '/envs/*/waivers.ts'];

/** Folders of `dist/<env>` other than those of components. */
const FOLDERS: Readonly<Record<string, Boundary>> = {
  apps: 'platform',
  bootstrap: 'platform',
  core: 'platform',
  namespaces: 'platform',
  observability: 'platform',
  policies: 'security',
  rbac: 'security',
  secrets: 'security',
};

/**
 * The text of `.github/CODEOWNERS`: who has to approve a change, from the boundaries and teams of the catalogue
 * (requirements A20 to A23, B17). The last pattern that matches a path decides, so it goes from general to specific.
 */
export function codeowners(catalogue: Catalogue, environments: readonly GovernedEnvironment[]): string {
  const sections: Readonly<Record<string, readonly Line[]>> = {
    'Whatever no other line names': [['*', catalogue.boundaries.platform.reviewers]],
    Sources: sources(catalogue),
    'Environments: every team moves its own lines in those that are not locked, release moves the locked ones': classes(
      catalogue,
      environments,
    ),
    'Ciphertext, and what is excused from a rule': owned(SECRETS, catalogue.boundaries.security.reviewers),
    'What is rendered, by folder': folders(catalogue),
    'Components, by the team of their namespace; in locked environments release may approve as well': components(catalogue, environments),
    'What is rendered, by kind, in whatever folder': kinds(catalogue),
  };
  const texts = Object.entries(sections).map(([comment, lines]) => [`# ${comment}`, ...lines.map(lineText)].join('\n'));
  return `${[HEADER, ...texts].join('\n\n')}\n`;
}

function sources({ boundaries: { platform, security, release } }: Catalogue): Line[] {
  return [
    ...owned(['/.ci/', '/.github/', '/cli/', '/docs/', '/envs/', '/envs/clusters.ts', '/lib/', '/test/'], platform.reviewers),
    ...owned(['/.github/CODEOWNERS', '/envs/catalogue.ts', '/lib/governance/'], platform.reviewers, security.reviewers),
    ...owned(SOURCES_OF_SECURITY, security.reviewers),
    ...owned(SOURCES_OF_RELEASE, release.reviewers),
  ];
}

function classes({ boundaries: { platform, release }, teams }: Catalogue, environments: readonly GovernedEnvironment[]): Line[] {
  const everybody = [platform, ...Object.values(teams)].map(({ reviewers }) => reviewers);
  return [
    ...environments.map(({ name, traits }): Line => [`/envs/${name}/`, ...(traits.locked ? [release.reviewers] : everybody)]),
    ...owned(RECORDS_OF_RELEASE, release.reviewers),
  ];
}

function folders({ boundaries }: Catalogue): Line[] {
  const lines = Object.entries(FOLDERS).map(([folder, owner]): Line => [`/dist/*/${folder}/`, boundaries[owner].reviewers]);
  return [['/dist/', boundaries.platform.reviewers], ...lines];
}

function components(catalogue: Catalogue, environments: readonly GovernedEnvironment[]): Line[] {
  const { components: workloads, stores, boundaries } = catalogue;
  const teams = Object.entries({ workloads, stores }).flatMap(([folder, entries]) =>
    Object.entries(entries).map(([name, { namespace }]): [string, string] => [
      `${folder}/${name}/`,
      catalogue.team(catalogue.namespace(namespace).team).reviewers,
    ]),
  );
  const locked = environments.filter(({ traits }) => traits.locked);
  return [
    ...teams.map(([folder, team]): Line => [`/dist/*/${folder}`, team]),
    ...locked.flatMap(({ name }) => teams.map(([folder, team]): Line => [`/dist/${name}/${folder}`, team, boundaries.release.reviewers])),
  ];
}

function kinds({ boundaries: { platform, security } }: Catalogue): Line[] {
  const files = (names: readonly string[]): string[] => names.map((name) => `/dist/**/${name}.yaml`);
  return [...owned(files(KINDS_OF_EXPOSURE), platform.reviewers), ...owned(files(KINDS_OF_SECURITY), security.reviewers)];
}

function owned(patterns: readonly string[], ...owners: readonly string[]): Line[] {
  return patterns.map((pattern) => [pattern, ...owners]);
}

function lineText([pattern, ...owners]: Line): string {
  return `${pattern.padEnd(COLUMN)} ${owners.join(' ')}`;
}
