import { resolve } from 'node:path';
import { POOL } from '../../lib';
import type { CommandContext } from '../command';
import { labelsByFacts } from '../verify/node-labels';
import { fileOfContext, kubeconfigFiles } from './kubeconfig';
import { type SeedSecretFiles, type SeedSecrets, secretsForApply, secretsForPlan } from './seed-secrets';
import type { Site } from './site';
import { stackMeant, writeStack } from './stack-files';
import { type Planned, type Terraform, terraformOn } from './terraform';

const STATE = 'terraform.tfstate';

/** What GitOps cannot bring itself: the Terraform stack of a site. */
export interface Seed {
  /** Which stack, for people: `local`, `hybrid`, or the folder of another one. */
  readonly stack: string;
  /** Whether the stack was ever applied from here. */
  isApplied(): boolean;
  /** What applying would change. @param files secrets that are to be given, @default those that it was given before, as they are */
  plan(files?: SeedSecretFiles): Promise<Planned>;
  /** @throws {Refusal} with what Terraform said if it fails */
  apply(files: SeedSecretFiles, hear: (line: string) => void): Promise<void>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

/** The stack that the settings name, or the one that fits the environment. */
export function seedOf(site: Site, { root, fs, environment: variables }: CommandContext): Seed {
  const { environment, settings, context, state, programs } = site;
  const stack = stackMeant(settings, environment);
  const folder = async (): Promise<string> =>
    stack === 'local' || stack === 'hybrid'
      ? writeStack({ fs, root, environment, name: stack, out: state.file('stack'), context })
      : resolve(root, stack);
  const terraform = async (secrets: SeedSecrets['variables']): Promise<Terraform> => {
    state.make();
    return terraformOn(programs, {
      folder: await folder(),
      state: state.file(STATE),
      data: state.file('terraform'),
      context,
      kubeconfig: await fileOfContext(programs, kubeconfigFiles(variables), context),
      variables: stack === 'local' || stack === 'hybrid' ? await variablesOf(site) : {},
      secrets,
    });
  };
  return {
    stack,
    isApplied: () => state.tryRead(STATE) !== undefined,
    plan: async (files) => {
      const made = await terraform(files === undefined ? secretsForPlan(state) : secretsForApply(files, site).variables);
      await made.init();
      return made.plan();
    },
    apply: async (files, hear) => {
      const secrets = secretsForApply(files, site);
      const made = await terraform(secrets.variables);
      await made.init(hear);
      await made.apply(hear);
      secrets.remember();
    },
    outputs: async () => (await terraform({})).outputs(),
  };
}

/** What a stack asks of a site: which pool each node is of, by the facts and its name, and the bucket that the settings name, if they do. */
async function variablesOf({ environment, settings, reach }: Site): Promise<Readonly<Record<string, string>>> {
  const cluster = await reach();
  const { items } = await cluster.json<{ readonly items: readonly { readonly metadata: { readonly name: string } }[] }>(['get', 'nodes']);
  const labels = labelsByFacts(
    environment.cluster,
    items.map(({ metadata }) => metadata.name),
  );
  const pools = [...labels].map(([name, own]) => [name, own[POOL]]);
  const bucket = settings.BACKUP_BUCKET.value;
  return { nodes: JSON.stringify(Object.fromEntries(pools.sort())), ...(bucket !== '' && { backup_bucket: bucket }) };
}
