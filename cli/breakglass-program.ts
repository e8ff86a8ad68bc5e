import type { Command } from 'commander';
import type { Describe, Run } from './cluster-program';

/** Changes of a cluster by hand: opened, captured and closed by a record in Git (docs/runbooks/break-glass.md). */
export function breakglassCommands(root: Command, describe: Describe, run: Run): void {
  const group = root
    .command('breakglass')
    .description('A change of a cluster by hand, from its record to its way back into Git.')
    .helpCommand(false);
  const recorded = (command: Command): Command =>
    command
      .requiredOption('--env <name>', 'environment, by name or alias, e.g. stage')
      .requiredOption('--id <id>', 'of the record, e.g. INC-7; used once')
      .option('--context <name>', 'context of kubeconfig (default: that of the local cluster; none for an environment with locks)')
      .option('--remote <host>', 'the cluster is not on this machine: host of its API server, with --env and --context')
      .option('--provider <name>', 'kind or k3d (setting CLUSTER_PROVIDER)')
      .option('--name <name>', 'name of the local cluster (setting CLUSTER_NAME)')
      .option('--json', 'print it as JSON');

  recorded(
    describe(
      group,
      'open',
      'Write the record, pause what would take the change back, and render the pause for a commit. Goes on where it was stopped.',
    ),
  )
    .option('--who <person>', 'who acts')
    .option('--with <person>', 'the second person')
    .option('--why <reason>', 'what is at stake, and why a pull request is too slow')
    .option('--what <text>', 'what will be done; no credentials')
    .option('--for <span>', 'how long, e.g. 4h or 30m; a day at most')
    .option('--until <moment>', 'or until when, e.g. 2027-01-31T18:00:00Z')
    .option('--component <name...>', 'what is changed, as in the catalogue, or shared ones such as namespace-kfm-api')
    .option('--extend', 'give a record that is open a later end, with --who, --why and --for')
    .option('--unreachable', 'open it although the cluster does not answer; it says so')
    .option('--dry-run', 'write nothing, and pause nothing')
    .action((options) => run(async (context) => (await import('./commands/breakglass-open')).breakglassOpen(options, context)));
  recorded(
    describe(
      group,
      'capture',
      'Write down what the cluster has otherwise than dist: each field with its file and owner, and a patch. 2 if something could not be told.',
    ),
  ).action((options) => run(async (context) => (await import('./commands/breakglass-capture')).breakglassCapture(options, context)));
  recorded(
    describe(
      group,
      'close',
      'Close the record once Git and cluster agree (1 until they do); run again once that is merged, to end the pause in the cluster (1 until it can).',
    ),
  )
    .option('--by <person>', 'who closes it (default: who opened it)')
    .action((options) => run(async (context) => (await import('./commands/breakglass-close')).breakglassClose(options, context)));
  describe(group, 'list', 'The records that are open; 1 if one is past its end.')
    .option('--env <name>', 'only of this environment')
    .option('--all', 'closed ones, too')
    .option('--json', 'print them as JSON')
    .action((options) => run(async (context) => (await import('./commands/breakglass-list')).breakglassList(options, context)));
}
