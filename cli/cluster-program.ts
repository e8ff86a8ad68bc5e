import { type Command, Option } from 'commander';
import type { CommandContext, ExitCode } from './command';

export type Run = (work: (context: CommandContext) => Promise<ExitCode>) => Promise<void>;

/** Makes a command below another one, with the exit codes under its help. */
export type Describe = (parent: Command, usage: string, description: string) => Command;

const ENV = (fallback: string): Option => new Option('--env <name>', 'environment, by name or alias').default(fallback);

/** The commands that touch a cluster: each names it, and takes one that is not of this machine only if that is said. */
export function clusterCommands(root: Command, describe: Describe, run: Run): void {
  const aimed = (command: Command): Command =>
    command
      .addOption(ENV('local'))
      .option('--provider <name>', 'kind or k3d (setting CLUSTER_PROVIDER)')
      .option('--name <name>', 'name of the local cluster (setting CLUSTER_NAME)');
  const reaching = (command: Command): Command =>
    aimed(command)
      .option('--context <name>', 'context of kubeconfig (default: that of the local cluster; none for an environment with locks)')
      .option('--remote <host>', 'the cluster is not on this machine: host of its API server, with --env and --context');
  const named = (command: Command): Command =>
    command
      .argument('<environment>', 'by name or alias, e.g. local')
      .option('--provider <name>', 'kind or k3d (setting CLUSTER_PROVIDER)')
      .option('--name <name>', 'name of the local cluster (setting CLUSTER_NAME)')
      .option('--context <name>', 'context of kubeconfig (default: that of the local cluster; none for an environment with locks)')
      .option('--remote <host>', 'the cluster is not on this machine: host of its API server, with --context');
  const confirmed = (command: Command): Command =>
    reaching(command).option(
      '--confirm <context>',
      'for an environment with locks: the name of the context once more (default: show the plan)',
    );

  const cluster = root.command('cluster').description('Local clusters: made, seeded, filled, watched and taken down.').helpCommand(false);
  aimed(
    describe(cluster, 'up', 'Make the cluster, seed it, install Argo CD and hand it the root Application. Goes on where it was stopped.'),
  ).action((options) => run(async (context) => (await import('./commands/cluster-up')).clusterUp(options, context)));
  confirmed(describe(cluster, 'seed', 'Apply the Terraform stack: what GitOps cannot bring itself.'))
    .option('--repository-username <file>', 'file that holds the user name Argo CD reads the repository with')
    .option('--repository-password <file>', 'file that holds its password or token')
    .option('--sealing-certificate <file>', "file of the sealed-secrets controller's certificate")
    .option('--sealing-key <file>', 'file of its private key')
    .action((options) => run(async (context) => (await import('./commands/cluster-seed')).clusterSeed(options, context)));
  confirmed(describe(cluster, 'apply-base', 'Apply namespaces, limits and what Argo CD stands on, if they changed since the last time.'))
    .option('--force', 'apply it unchanged, too')
    .action((options) => run(async (context) => (await import('./commands/cluster-apply-base')).clusterApplyBase(options, context)));
  confirmed(describe(cluster, 'apply-platform', 'Install Argo CD, show it the working tree (local) and hand it projects and root.')).action(
    (options) => run(async (context) => (await import('./commands/cluster-apply-platform')).clusterApplyPlatform(options, context)),
  );
  reaching(describe(cluster, 'apply-all', 'Apply all of dist by kubectl, sequentially, without Argo CD: the last resort.'))
    .requiredOption('--i-know-that-argo-cd-is-not-there <context>', 'the name of the context once more')
    .action((options) => run(async (context) => (await import('./commands/cluster-apply-all')).clusterApplyAll(options, context)));
  reaching(describe(cluster, 'verify', 'Check API server, nodes, namespaces, storage classes, add-ons, network policies and Applications.'))
    .option('--wait <seconds>', 'give what is not yet there so long', '0')
    .option('--json', 'print the checks as JSON')
    .action((options) => run(async (context) => (await import('./commands/cluster-verify')).clusterVerify(options, context)));
  reaching(describe(cluster, 'status', 'Nodes, the pods of each namespace, volumes and Applications, in one table.'))
    .option('--json', 'print it as JSON')
    .action((options) => run(async (context) => (await import('./commands/cluster-status')).clusterStatus(options, context)));
  reaching(describe(cluster, 'label', 'Label nodes by the facts of the cluster, or one node as given.'))
    .argument('[labels...]', 'NODE KEY=VALUE…, e.g. worker-2 platform=control arch=arm64 (default: what envs/clusters.ts says)')
    .action((labels, options) => run(async (context) => (await import('./commands/cluster-label')).clusterLabel(labels, options, context)));
  aimed(describe(cluster, 'down', 'Delete the local cluster and what Terraform remembers of it.'))
    .option('--yes', 'do not ask')
    .action((options) => run(async (context) => (await import('./commands/cluster-down')).clusterDown(options, context)));

  reaching(describe(root, 'drift', 'What a cluster has otherwise than dist says: manifests field by field, and the Terraform stack.'))
    .argument('[environment]', 'environment, by name or alias (default: local)')
    .addOption(new Option('--only <which>', 'one of the two').choices(['manifests', 'stack']))
    .option('--json', 'print it as JSON')
    .action((environment, options) => run(async (context) => (await import('./commands/drift')).drift(environment, options, context)));

  reaching(describe(root, 'doctor', 'What is wrong with an environment and what to do next: of repository, machine, DNS and cluster.'))
    .argument('[environment]', 'environment, by name or alias (default: local)')
    .option('--service <name>', 'only the way of a request to a component, or to NAMESPACE/NAME: where it breaks first')
    .option('--offline', 'ask neither the cluster nor DNS')
    .option('--json', 'print the results as JSON')
    .action((environment, options) => run(async (context) => (await import('./commands/doctor')).doctor(environment, options, context)));

  named(describe(root, 'smoke', 'Ask the components what they declare: by their Services in a cluster, or by their public hosts.'))
    .option('--component <name...>', 'only these components and stores (default: all)')
    .option('--outside', 'ask the public hosts and no cluster')
    .option('--edge <url>', 'with --outside: ask this address for each host, e.g. https://127.0.0.1:443')
    .option('--ca <file>', 'with --outside: certificates of the only authorities to trust, as PEM')
    .option('--timeout <seconds>', 'ask again until then, since pods may be starting', '60')
    .option('--json', 'print it as JSON')
    .action((environment, options) => run(async (context) => (await import('./commands/smoke')).smoke(environment, options, context)));

  named(describe(root, 'rehearse', 'Put load on an environment that is there for it, and hold what is measured against the objectives.'))
    .option('--component <name>', 'only the rehearsal of this component (default: all)')
    .option('--json', 'print it as JSON')
    .action((environment, options) =>
      run(async (context) => (await import('./commands/rehearse')).rehearse(environment, options, context)),
    );

  describe(root, 'settings', 'The settings of cluster commands: each value and where it comes from.')
    .addOption(ENV('local'))
    .option('--provider <name>', 'as on the command line of cluster commands')
    .option('--name <name>', 'as on the command line of cluster commands')
    .option('--json', 'print them as JSON')
    .action((options) => run(async (context) => (await import('./commands/settings')).settings(options, context)));

  reaching(describe(root, 'backup', 'Start the backup of a store now, as its CronJob does, and wait for it.'))
    .argument('<store>', 'as in the catalogue, e.g. postgres, or "all"')
    .action((store, options) => run(async (context) => (await import('./commands/backup')).backup(store, options, context)));
  reaching(describe(root, 'restore', 'Bring a store back from an artifact of a backup.'))
    .argument('<store>', 'as in the catalogue, e.g. postgres')
    .requiredOption('--from <artifact>', 'name of the artifact, or "latest"')
    .option('--yes', 'what the store holds now may be lost')
    .option('--writers-are-stopped', "somebody who may see the callers' pods saw that there are none")
    .action((store, options) => run(async (context) => (await import('./commands/restore')).restore(store, options, context)));
  describe(root, 'rotate', 'Seal new random values for secrets: both sides of shared ones at once; what comes from outside is listed.')
    .argument('<what>', '"secrets"')
    .requiredOption('--env <name>', 'environment, by name or alias')
    .option('--only <secret...>', 'names of Secrets (default: all that can be made at random)')
    .option('--dry-run', 'write nothing')
    .action((what, options) => run(async (context) => (await import('./commands/rotate')).rotate(what, options, context)));

  describe(root, 'synth-stacks', 'Write the Terraform stacks as JSON, for terraform.')
    .option('--out <dir>', 'folder', 'cdktf.out')
    .option('--stack <name...>', 'only these: local, hybrid')
    .action((options) => run(async (context) => (await import('./commands/synth-stacks')).synthStacks(options, context)));
}
