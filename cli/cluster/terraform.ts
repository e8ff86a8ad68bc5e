import type { Programs, Ran, RunOptions } from '../ports/programs';
import { programFailed } from './messages';

/** What a plan says, by the exit codes of this project: `terraform plan -detailed-exitcode` has 1 and 2 the other way round. */
export interface Planned {
  /** 0 nothing would change, 1 something would, 2 could not tell. */
  readonly code: 0 | 1 | 2;
  /** What Terraform said, without colours. */
  readonly said: string;
}

/** Terraform on one stack and one cluster. */
export interface Terraform {
  /** Fetches providers and opens the state. @throws {Refusal} with what it said if it fails */
  init(hear?: (line: string) => void): Promise<void>;
  plan(): Promise<Planned>;
  /** @throws {Refusal} with what it said if it fails */
  apply(hear?: (line: string) => void): Promise<void>;
  /** Values of outputs by name. @throws {Refusal} with what it said if it fails */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

export interface TerraformProps {
  /** Folder of the stack. */
  readonly folder: string;
  /** File of its state. */
  readonly state: string;
  /** Folder for providers and what Terraform remembers of its backend. */
  readonly data: string;
  readonly context: string;
  /** File of kubeconfig that has the context. */
  readonly kubeconfig: string;
  /** Other variables of the stack, as Terraform reads them; nothing secret, since anybody on the machine sees them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables of its environment: secrets, as `TF_VAR_…`. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * What would lead Terraform or its provider elsewhere than it was told (another server, another state), write its secrets into a
 * log, or give variables that nobody here said.
 */
const MISLEADING = /^(?:KUBE_|TF_VAR_|TF_CLI_ARGS|TF_LOG|TF_WORKSPACE$|TF_DATA_DIR$|TF_INPUT$|TF_REATTACH_PROVIDERS$)/;

/** Asks nobody anything, of people or of the network. */
export const QUIET = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' };

/** What says where providers come from (`TF_CLI_CONFIG_FILE`, `TF_PLUGIN_CACHE_DIR`) reaches it as this process has it. */
export function terraformOn(programs: Programs, props: TerraformProps): Terraform {
  const environment = { ...QUIET, TF_DATA_DIR: props.data, ...props.secrets };
  const variables = { context: props.context, config_path: props.kubeconfig, ...props.variables };
  const given = Object.entries(variables).flatMap(([name, value]) => ['-var', `${name}=${value}`]);
  const run = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
    programs.run('terraform', [`-chdir=${props.folder}`, ...args], { ...options, environment, without: MISLEADING });
  const succeed = async (args: readonly string[], hear?: (line: string) => void): Promise<Ran> => {
    const ran = await run(args, hear && { onLine: hear });
    if (ran.status !== 0) throw programFailed(`terraform ${args[0]} in ${props.folder}`, ran.status, ran.stderr || ran.stdout);
    return ran;
  };
  return {
    init: async (hear) => void (await succeed(['init', '-input=false', '-no-color', `-backend-config=path=${props.state}`], hear)),
    plan: async () => {
      const { status, stdout, stderr } = await run(['plan', '-detailed-exitcode', '-input=false', '-no-color', ...given]);
      return status === 0 || status === 2
        ? { code: status === 0 ? 0 : 1, said: stdout.trim() }
        : { code: 2, said: (stderr || stdout).trim() };
    },
    apply: async (hear) => void (await succeed(['apply', '-auto-approve', '-input=false', '-no-color', ...given], hear)),
    outputs: async () => {
      const { stdout } = await succeed(['output', '-json', '-no-color']);
      const outputs = JSON.parse(stdout) as Readonly<Record<string, { readonly value: unknown }>>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
  };
}
