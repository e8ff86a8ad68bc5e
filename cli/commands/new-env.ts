import { dnsLabelProblem, type Environment, type SecretRef } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments } from '../environments';
import { badOption, noSecretsOf, tooManyLines } from '../messages';
import type { Change } from '../ports/changes';
import {
  clusterKey,
  clustersSource,
  environmentSource,
  loadersSource,
  type NewEnvironment,
  releasesSource,
  secretsSource,
  withReleasesBeside,
} from '../scaffold/environment';
import { classNameOf } from '../scaffold/formatting';
import { type Leftover, leftovers } from '../scaffold/leftovers';
import { refuseBadName } from '../scaffold/names';
import { allEnvironments, changeOf, lineCount, PAGE, publishChanges, report, sourceAt, takenNames, trySourceAt } from '../scaffold/project';
import type { Source } from '../scaffold/source';
import { tryBlock, tryValue } from '../scaffold/structure';
import { rendered } from '../scaffold/trial';

export interface NewEnvOptions {
  readonly from: string;
  readonly domain?: string;
  readonly json?: boolean;
}

/**
 * Scaffolds an environment that runs what another runs, as development: unlocked, following nobody, with synthetic data,
 * mock secrets and facts that nobody has confirmed. Nothing of the model's own may be left in it, or it is not written.
 */
export async function newEnv(name: string, options: NewEnvOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const [from] = selectEnvironments([options.from]) as [string];
  const environments = await allEnvironments();
  refuseBadName('env', name, takenNames(context, environments, ['envs', 'dist']));
  const model = environments.find((environment) => environment.name === from) as Environment;
  const others = environments.filter((environment) => environment !== model);
  const created: NewEnvironment = {
    name,
    model: from,
    domain: domainOf(name, model, environments, options.domain),
    facts: model.cluster,
    others: others.map(({ cluster }) => cluster),
    ask: model.catalogue.boundaries.platform.reviewers,
  };
  const secrets = await secretsOf(from);
  const changes = changesFor(created, headOfPromotion(environments), secrets, context);

  const trees = await rendered(context.root, changes, (those) => refuseHostOfAnother(created, those));
  const left = leftOf(created, model, secrets, trees, changes, context);
  if (left.length > 0) {
    for (const { path, line, what } of left) terminal.result(`${path}:${line}: has "${what}" of ${from}`);
    terminal.say(terminal.colour.red(`${name} would carry what is ${from}'s own, so nothing was written`));
    return 1;
  }
  publishChanges(context, changes);
  report(context, changes, nextSteps(created), options.json);
  return 0;
}

function domainOf(name: string, model: Environment, environments: readonly Environment[], wanted: string | undefined): string {
  const { domain: modelDomain } = model.cluster;
  const parent = modelDomain.startsWith(`${model.name}.`) ? modelDomain.slice(model.name.length + 1) : modelDomain;
  const domain = wanted ?? `${name}.${parent}`;
  const labels = domain.split('.');
  if (domain.length > 200 || labels.length < 2 || labels.some((label) => dnsLabelProblem(label) !== undefined)) {
    throw badOption('domain', domain, `a DNS name in lower case, e.g. ${name}.${parent}`);
  }
  const owner = environments.find(({ cluster }) => cluster.domain === domain);
  if (owner !== undefined) throw badOption('domain', domain, `a domain of its own; this one is ${owner.name}'s`);
  return domain;
}

/** @throws a domain that is a host of another environment already, such as `api.` below a shorter domain */
function refuseHostOfAnother({ name, domain }: NewEnvironment, trees: ReadonlyMap<string, string>): void {
  const host = new RegExp(`(?<![\\w.-])${domain.replaceAll('.', '\\.')}(?![\\w-]|\\.\\w)`);
  const [owner] = [...trees].find(([path, text]) => !path.startsWith(`${name}/`) && host.test(text)) ?? [];
  if (owner !== undefined) throw badOption('domain', domain, `a domain of its own; this one is a host in dist/${owner}`);
}

/** What the model's folder calls its secrets. */
async function secretsOf(model: string): Promise<Readonly<Record<string, SecretRef>>> {
  try {
    const { secrets } = (await import(`../../envs/${model}/secrets.ts`)) as { secrets?: Readonly<Record<string, SecretRef>> };
    if (secrets !== undefined) return secrets;
  } catch {
    // The folder has no such file, which the refusal says.
  }
  throw noSecretsOf(model);
}

/** The environment where changes arrive that others then follow: what follows nobody is listed before it. */
function headOfPromotion(environments: readonly Environment[]): string | undefined {
  const followed = new Set(environments.map(({ traits }) => traits.follows));
  return environments.find(({ name, traits }) => followed.has(name) || traits.follows !== undefined)?.name;
}

function changesFor(
  created: NewEnvironment,
  before: string | undefined,
  secrets: Readonly<Record<string, SecretRef>>,
  context: CommandContext,
): Change[] {
  const { name, model } = created;
  const source = sourceAt(context, `envs/${model}/index.ts`);
  const releases = trySourceAt(context, `envs/${model}/releases.ts`);
  const clusters = sourceAt(context, 'envs/clusters.ts');
  const loaders = sourceAt(context, 'envs/index.ts');
  const path = `envs/${name}/index.ts`;
  const whole = environmentSource(source, created);
  const split = lineCount(whole) > PAGE ? withReleasesBeside(path, whole) : undefined;
  const after = split?.index ?? whole;
  if (lineCount(after) > PAGE) throw tooManyLines(path, lineCount(after), PAGE);
  const beside = split?.releases ?? (releases && releasesSource(releases.text, created));
  return [
    { path, after },
    ...(beside === undefined ? [] : [{ path: `envs/${name}/releases.ts`, after: beside }]),
    { path: `envs/${name}/secrets.ts`, after: secretsSource(secrets) },
    changeOf(clusters, clustersSource(clusters, clusterKey(source), before, created)),
    changeOf(loaders, loadersSource(loaders, before, name)),
  ];
}

/** What is the model's own in the new environment: in what it renders, in its folder, and in its facts. */
function leftOf(
  created: NewEnvironment,
  model: Environment,
  secrets: Readonly<Record<string, SecretRef>>,
  trees: ReadonlyMap<string, string>,
  changes: readonly Change[],
  context: CommandContext,
): Leftover[] {
  const { name, others, domain } = created;
  const prefixes = { created: `${name}/`, model: `${model.name}/` };
  const source = sourceAt(context, `envs/${model.name}/index.ts`);
  const shared = JSON.stringify([others, model.catalogue]);
  const files = new Map(changes.filter(({ before }) => before === undefined).map(({ path, after }) => [path, after]));
  for (const { path, before, after } of changes) if (before !== undefined) files.set(path, addedLines(before, after));
  const elsewhere: string[] = [shared];
  for (const [path, text] of trees) {
    if (path.startsWith(prefixes.created)) files.set(`dist/${path}`, text);
    else if (!path.startsWith(prefixes.model)) elsewhere.push(path.slice(path.indexOf('/') + 1), text);
  }
  const own = ownWords(model, source).filter((word) => !shared.includes(`"${word}"`));
  const words = changes.flatMap(({ after }) => channelOf(after) ?? []);
  return leftovers(
    { words: [...own, model.name], verbatim: verbatimOf(model.name, secrets, context), others: elsewhere },
    { words: [name, classNameOf(name), domain, ...words], files },
  );
}

function addedLines(before: string, after: string): string {
  const known = new Set(before.split(/\r?\n/));
  return after
    .split(/\r?\n/)
    .map((line) => (known.has(line) ? '' : line))
    .join('\n');
}

function ownWords({ name, cluster }: Environment, { text }: Source): string[] {
  const { ranges, backup, certificates } = cluster;
  const bucket = backup !== undefined && 'name' in backup ? [backup.name, backup.endpoint, ...backup.ranges] : [];
  const key = certificates === 'self-signed' ? [] : [certificates.keyName];
  const hosts = [...text.matchAll(/\bhost: '([^']+)'/g)].map(([, host]) => host as string);
  const channel = channelOf(text) ?? [];
  return [classNameOf(name), cluster.name, cluster.domain, ...Object.values(ranges).flat(), ...bucket, ...key, ...hosts, ...channel];
}

function channelOf(text: string): string[] | undefined {
  const block = tryBlock(text, /notifications: \{/);
  const value = block && tryValue(text, block, 'channel');
  return value === undefined ? undefined : [value.slice(1, -1)];
}

/** Ciphertext of the model's secrets, and the lines of its certificate. */
function verbatimOf(model: string, secrets: Readonly<Record<string, SecretRef>>, context: CommandContext): string[] {
  const certificate = trySourceAt(context, `envs/${model}/sealing.pem`)?.text ?? '';
  const manifests = Object.values(secrets).flatMap((secret) => ('manifest' in secret ? [JSON.stringify(secret.manifest)] : []));
  return [certificate, ...manifests].flatMap((text) => text.match(/[A-Za-z0-9+/=]{40,}/g) ?? []);
}

function nextSteps({ name, ask }: NewEnvironment): string[] {
  return [
    `put the facts of its cluster into envs/clusters.ts: the ranges are placeholders, and what is unknown is ${ask}'s to say`,
    `kubeseal --fetch-cert > envs/${name}/sealing.pem and npm run seal -- --env ${name} …, then import the sealed files in envs/${name}/secrets.ts`,
    `what is not development any more says so in envs/${name}/index.ts: purpose, follows, locked, data`,
  ];
}
