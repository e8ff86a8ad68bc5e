import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { breakglassCommands } from './breakglass-program';
import { clusterCommands } from './cluster-program';
import type { CommandContext, ExitCode } from './command';
import { disk } from './ports/file-system';
import { finishInterruptedSwap } from './ports/publish';
import { terminal } from './report/terminal';

const EXIT_CODES = 'Exit codes: 0 fine, 1 a difference or finding, 2 could not do it.';

/**
 * Each command is imported when it runs, so that help and typing errors cost next to nothing.
 * @param asked the command that is called: the others are left out, which takes as long as they do. @default all of them
 */
export function program(run: (work: (context: CommandContext) => Promise<ExitCode>) => Promise<void>, asked = ''): Command {
  const root = new Command('desired-state')
    .description('The desired state of the platform: environment classes in, reviewed manifests out.')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText('after', `\n${EXIT_CODES}\nRun a command by "npm run COMMAND -- OPTIONS", e.g. "npm run synth -- --env dev".`);

  const command = (usage: string, description: string): Command =>
    root.command(usage).description(description).addHelpText('after', `\n${EXIT_CODES}`);
  const env = (): Option => new Option('--env <name...>', 'only these environments, by name or alias such as staging (default: all)');

  const definitions: Readonly<Record<string, () => void>> = {
    synth: () => {
      command(
        'synth',
        'Render the environments into dist; an environment with an error keeps its old tree. Components of locked ones keep their bytes until they are promoted.',
      )
        .addOption(env())
        .option('--out <dir>', 'render to another folder instead of dist, whatever is locked')
        .option('--check', 'write nothing; exit 1 if dist is not what would be rendered')
        .option('--allow-delete <unit...>', 'components and folders of units that a locked environment may lose')
        .option('--json', 'print what was rendered as JSON')
        .action((options) => run(async (context) => (await import('./commands/synth')).synth(options, context)));
    },
    validate: () => {
      command('validate', 'Run every gate on dist, and check that it is what the classes render.')
        .addOption(env())
        .addOption(new Option('--manifests <dir>', 'judge any folder of YAML and JSON instead').conflicts('env'))
        .addOption(
          new Option('--base <ref>', 'judge again every lock and ledger that changed since this branch, as pull requests do').conflicts(
            'manifests',
          ),
        )
        .addOption(
          new Option('--tools', 'also kubectl kustomize, terraform validate, kubeconform and conftest, each if it is installed').conflicts([
            'manifests',
            'rule',
          ]),
        )
        .option('--kubernetes <version>', 'with --manifests: the version to judge for (default: the newest known)')
        .option('--rule <id...>', 'only these rules, by id or family, e.g. images or images/digest (docs/rules.md)')
        .addOption(
          new Option(
            '--today <date>',
            'the day that waivers, approvals and sealing certificates are held against (default: today)',
          ).conflicts('manifests'),
        )
        .option('--json', 'print the findings as JSON')
        .option('--sarif <file>', 'also write the findings as SARIF 2.1.0')
        .action((options) => run(async (context) => (await import('./commands/validate')).validate(options, context)));
    },
    diff: () => {
      command('diff', 'What a change of dist does to the clusters, worst first.')
        .option('--base <ref>', 'the commit to compare the working tree with, as it is and not its merge base', 'HEAD')
        .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'markdown', 'json', 'html']).default('text'))
        .addOption(env())
        .action((options) => run(async (context) => (await import('./commands/diff')).diff(options, context)));
    },
    explain: () => {
      command('explain', 'Which construct and which line of source made an object, and what gives one of its fields its value.')
        .argument('<environment>', 'e.g. dev')
        .argument('<object>', 'KIND/NAME or KIND/NAMESPACE/NAME, e.g. Deployment/kfm-api')
        .argument(
          '[field]',
          'e.g. spec.replicas, spec.template.spec.containers[kfm-api].image, \'metadata.labels["app.kubernetes.io/name"]\'',
        )
        .option('--json', 'print the answer as JSON')
        .action((environment, object, field, options) =>
          run(async (context) => (await import('./commands/explain')).explain(environment, object, field, options, context)),
        );
    },
    compare: () => {
      command('compare', 'How two environments differ, undeclared differences first, and what works in the first but not in the second.')
        .argument('<first>', 'environment in which it works, by name or alias, e.g. dev')
        .argument('<second>', 'environment in which it does not, e.g. stage')
        .option('--all', 'list declared differences, and what is kept, one by one')
        .option('--json', 'print everything as JSON')
        .action((first, second, options) =>
          run(async (context) => (await import('./commands/compare')).compare(first, second, options, context)),
        );
    },
    releases: () => {
      command(
        'releases',
        'Which version of each component an environment runs and where it came from; exit 1 if a line moved that nobody rendered.',
      )
        .argument('<environment>', 'by name or alias, e.g. stage')
        .option('--history <component>', 'how one component got there: each commit that moved its lock')
        .option('--json', 'print it as JSON')
        .action((environment, options) =>
          run(async (context) => (await import('./commands/releases')).releases(environment, options, context)),
        );
    },
    reach: () => {
      command('reach', 'Who can open a connection to whom, decided from the manifests alone; of one pair, why.')
        .argument('[environment]', 'by name or alias, e.g. stage')
        .option('--manifests <dir>', 'ask of any folder of YAML and JSON instead')
        .addOption(
          new Option('--base <ref>', 'what changed since this branch, tag or commit; exit 1 if anything did').conflicts([
            'manifests',
            'dot',
            'svg',
          ]),
        )
        .option('--from <end>', 'only from NAMESPACE/KIND/NAME, a namespace, or an address or range outside such as 10.0.0.0/8')
        .option('--to <end>', 'only to the same')
        .option('--must', 'what is sure to be possible, instead of all that may be')
        .option('--json', 'print the connections as JSON')
        .addOption(new Option('--dot', 'print them as a graph for Graphviz').conflicts('json'))
        .addOption(new Option('--svg', 'print them as a picture, with the ways in and the pods of charts').conflicts(['json', 'dot']))
        .action((environment, options) => run(async (context) => (await import('./commands/reach')).reach(environment, options, context)));
    },
    graph: () => {
      command('graph', 'Teams, components and stores, and what depends on what. Circles, and names of what is not there, are findings.')
        .argument('<environment>', 'by name or alias, e.g. stage')
        .option('--of <name>', 'only what NAME depends on and what depends on it, e.g. postgres')
        .addOption(new Option('--json', 'print nodes, edges and findings as JSON').conflicts(['mermaid', 'svg']))
        .addOption(new Option('--mermaid', 'print it as a flowchart of Mermaid').conflicts(['json', 'svg']))
        .addOption(new Option('--svg', 'print it as a picture').conflicts(['json', 'mermaid']))
        .action((environment, options) => run(async (context) => (await import('./commands/graph')).graph(environment, options, context)));
    },
    seal: () => {
      command('seal', 'Encrypt values from stdin or files into envs/ENV/sealed/NAME.json, for one name in one namespace.')
        .requiredOption('--env <name>', 'environment, whose sealing.pem is used')
        .requiredOption('--namespace <namespace>', 'namespace of the Secret')
        .requiredOption('--name <name>', 'name of the Secret')
        .addOption(
          new Option('--scope <scope>', 'what the ciphertext is bound to; locked environments take strict only')
            .choices(['strict', 'namespace-wide', 'cluster-wide'])
            .default('strict'),
        )
        .option('--from-file <key=path...>', 'read the value of a key from a file; repeatable')
        .option('--from-stdin <key>', 'read the value of a key from standard input, as it is')
        .action((options) => run(async (context) => (await import('./commands/seal')).seal(options, context)));
    },
    promote: () => {
      command('promote', 'Move components to an environment: their release lines, locks and manifests, for one commit.')
        .argument('[components...]', 'names as in the catalogue, or shared ones such as namespace-kfm-api and projects')
        .requiredOption('--to <name>', 'environment, e.g. stage')
        .option('--all', 'all components; held lines stay')
        .option('--config-only', 'the base alone: what shared code changed since the last promotion')
        .option('--version <version>', 'a new release, where no environment is followed')
        .option('--digest <digest>', 'sha256:… of the image of that version')
        .option('--source <commit>', 'commit of the component that was built')
        .option('--attestation <reference>', 'where the provenance of the image is attested')
        .option('--hotfix <reason>', 'with --version: straight to a later environment, e.g. "INC-12: token leak"')
        .option('--adopt', 'give an environment its first locks, for what it has; once')
        .option('--force', 'held lines too')
        .option('--dry-run', 'write nothing')
        .option('--detached', 'work on a detached HEAD, too')
        .option('--allow-delete <unit...>', 'components and folders of units that the environment may lose')
        .option('--json', 'print what was done as JSON')
        .action((components, options) =>
          run(async (context) => (await import('./commands/promote')).promote(components, options, context)),
        );
    },
    rollback: () => {
      command('rollback', 'Bring a component of a locked environment back to a version that it held: line, lock and files as they were.')
        .argument('<component>', 'e.g. kfm-api')
        .requiredOption('--env <name>', 'environment, e.g. prod')
        .requiredOption('--to <version>', 'a version that the environment has held')
        .option('--rerender', "today's files with the version of then, instead of the bytes of then")
        .option('--dry-run', 'write nothing')
        .option('--detached', 'work on a detached HEAD, too')
        .option('--json', 'print what was done as JSON')
        .action((component, options) =>
          run(async (context) => (await import('./commands/rollback')).rollback(component, options, context)),
        );
    },
    new: () => {
      const scaffold = command('new', 'Scaffold a component or an environment that passes npm run check at once.').helpCommand(false);
      const scaffolded = (usage: string, description: string): Command =>
        scaffold
          .command(usage)
          .description(description)
          .option('--json', 'print what was written as JSON')
          .addHelpText('after', `\n${EXIT_CODES}`);
      scaffolded('app', 'A component: class, test, export and entry in the catalogue; with a release also its lines in an environment.')
        .argument('<name>', 'e.g. report-builder; its class becomes ReportBuilder')
        .addOption(new Option('--kind <kind>', 'what it runs as').choices(['web', 'api', 'worker', 'cron', 'job']).default('web'))
        .option('--namespace <namespace>', 'a namespace of the catalogue (default: the one of the tier that the kind belongs to)')
        .option('--image <repository>', 'repository of its image (default: beside those of the other components)')
        .option('--env <name>', 'environment that the release goes to; one that follows no other', 'dev')
        .option('--release <version>', 'version to run, with --digest and --source; without them nothing runs yet')
        .option('--digest <digest>', 'sha256:… of the image of that version')
        .option('--source <commit>', 'commit of the component that was built, for the ledger')
        .action((name, options) => run(async (context) => (await import('./commands/new-app')).newApp(name, options, context)));
      scaffolded(
        'env',
        'An environment that runs what MODEL runs, as development whatever MODEL is: unlocked, following none, synthetic data, mock secrets.',
      )
        .argument('<name>', 'e.g. qa')
        .requiredOption('--from <model>', 'environment whose releases, sizes and shape of cluster it begins with')
        .option('--domain <domain>', "what its hosts end in (default: its name in place of the model's)")
        .action((name, options) => run(async (context) => (await import('./commands/new-env')).newEnv(name, options, context)));
    },
    cluster: () => {
      clusterCommands(
        root,
        (parent, usage, description) => parent.command(usage).description(description).addHelpText('after', `\n${EXIT_CODES}`),
        run,
      );
    },
    breakglass: () => {
      breakglassCommands(
        root,
        (parent, usage, description) => parent.command(usage).description(description).addHelpText('after', `\n${EXIT_CODES}`),
        run,
      );
    },
    rules: () => {
      command('rules', 'Write docs/rules.md: every rule of the gates, why it is there and what asks for it.')
        .option('--check', 'write nothing; exit 1 if the page is not what the rules say')
        .option('--json', 'print the rules as JSON instead')
        .action((options) => run(async (context) => (await import('./commands/rules')).rules(options, context)));
    },
    codeowners: () => {
      command('codeowners', 'Write .github/CODEOWNERS: who has to approve a change, from the catalogue.')
        .option('--check', 'write nothing; exit 1 if the file is not what would be written')
        .action((options) => run(async (context) => (await import('./commands/codeowners')).codeowners(options, context)));
    },
    bench: () => {
      command('bench', 'Measure synth against stock cdk8s and kubectl kustomize, as ratios.')
        .option('--runs <count>', 'runs of each measurement; the median counts', '5')
        .option('--only <text...>', 'only rows that contain the text')
        .option('--json', 'print the table as JSON')
        .action((options) => run(async (context) => (await import('./commands/bench')).bench(options, context)));
    },
    'bench-subject': () => {
      root
        .command('bench-subject', { hidden: true })
        .requiredOption('--components <count>')
        .requiredOption('--out <dir>')
        .action((options) => run(async (context) => (await import('./bench/subject')).subject('all', options, context)));
    },
    // A command of its own: the launcher keeps compiled functions by command, and this one never compiles what the other needs.
    'bench-schemas': () => {
      root
        .command('bench-schemas', { hidden: true })
        .requiredOption('--components <count>')
        .requiredOption('--out <dir>')
        .action((options) => run(async (context) => (await import('./bench/subject')).subject('schemas', options, context)));
    },
    'bench-reach': () => {
      root
        .command('bench-reach', { hidden: true })
        .requiredOption('--pods <count>')
        .action((options) => run(async (context) => (await import('./bench/reach')).reachSubject(options, context)));
    },
    'bench-diff': () => {
      root
        .command('bench-diff', { hidden: true })
        .requiredOption('--project <dir>')
        .action(({ project }) =>
          run(async (context) => (await import('./commands/diff')).diff({ base: 'HEAD', format: 'text' }, { ...context, root: project })),
        );
    },
  };
  const needed = Object.hasOwn(definitions, asked) ? [definitions[asked] as () => void] : Object.values(definitions);
  for (const define of needed) define();
  return root;
}

/** Runs one command and returns the exit code of the process. */
export async function main(args: readonly string[], root: string): Promise<ExitCode> {
  const speaks = terminal(process.stdout, process.stderr, process.env);
  let code: ExitCode = 0;
  const commands = program(async (work) => {
    finishInterruptedSwap(disk, join(root, 'dist'), speaks.say);
    code = await work({ root, fs: disk, terminal: speaks, environment: process.env });
  }, args[0]);
  for (const one of [commands, ...commands.commands.flatMap((each) => [each, ...each.commands])]) one.exitOverride();
  try {
    await commands.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    speaks.say(speaks.colour.red(`error: ${messageOf(error)}`));
    return 2;
  }
}

/** A refusal or an error of the system in its own words; anything else is a fault of the program and brings its stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error.name === 'Refusal' || 'code' in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}
