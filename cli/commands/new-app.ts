import { type Environment, ledgerConflict, ledgerText, nearest, type Release, release } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { badOption, noPlaceFor, notInPromotion, tooManyLines, unknownEnvironment } from '../messages';
import { LEDGERS } from '../paths';
import type { Change } from '../ports/changes';
import { isCommitId } from '../ports/git';
import { withNewRelease } from '../promotion/release-line';
import { readLedgers } from '../records';
import {
  callsApi,
  catalogueEntry,
  componentSource,
  componentTest,
  constructStatement,
  exportStatement,
  type Kind,
  tierOf,
} from '../scaffold/app';
import { withReleasesBeside } from '../scaffold/environment';
import { classNameOf } from '../scaffold/formatting';
import { refuseBadName } from '../scaffold/names';
import { allEnvironments, changeOf, lineCount, PAGE, publishChanges, report, sourceAt, takenNames, trySourceAt } from '../scaffold/project';
import { blockAt, inserted, type Source, withEntry, withExport, withImport } from '../scaffold/source';
import { tryBlock } from '../scaffold/structure';
import { rendered } from '../scaffold/trial';

export interface NewAppOptions {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly image?: string;
  readonly env: string;
  readonly release?: string;
  readonly digest?: string;
  readonly source?: string;
  readonly json?: boolean;
}

/** Scaffolds a component: class, test, export and entry in the catalogue; with a release also its lines in an environment and its ledger. */
export async function newApp(name: string, options: NewAppOptions, context: CommandContext): Promise<ExitCode> {
  const environments = await allEnvironments();
  const folders = ['lib', 'lib/app', 'test/app', 'envs', LEDGERS, 'dist', 'dist/dev'];
  refuseBadName('app', name, takenNames(context, environments, folders));
  const environment = environmentOf(environments, options.env);
  const namespace = namespaceOf(environment, options);
  const image = imageOf(environment, name, options.image);
  refuseHalfARelease(options);
  refuseImageOfAnother(name, options, context);

  const door = sourceAt(context, 'lib/index.ts');
  const catalogue = sourceAt(context, 'envs/catalogue.ts');
  const components = blockAt(catalogue, /\bcomponents: \{/, 'components: { … }');
  const changes: Change[] = [
    { path: `lib/app/${name}.ts`, after: componentSource(name, options.kind) },
    { path: `test/app/${name}.test.ts`, after: componentTest(name, options.kind) },
    changeOf(door, withExport(door, exportStatement(name))),
    changeOf(catalogue, withEntry(catalogue, components, catalogueEntry(name, namespace, image))),
    ...releaseChanges(name, options, context),
  ];
  await rendered(context.root, changes);
  publishChanges(context, changes);
  report(context, changes, nextSteps(name, options), options.json);
  return 0;
}

function environmentOf(environments: readonly Environment[], name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) {
    const known = environments.map((environment) => environment.name);
    const best = nearest(name, known);
    throw unknownEnvironment(name, best === undefined ? `there are ${known.join(', ')}` : `did you mean "${best}"?`);
  }
  if (found.traits.follows !== undefined) throw notInPromotion(name, found.traits.follows);
  return found;
}

function namespaceOf({ catalogue }: Environment, { kind, namespace }: NewAppOptions): string {
  const tier = tierOf(kind);
  const fitting = Object.entries(catalogue.namespaces).flatMap(([name, entry]) => (entry.tier === tier ? [name] : []));
  const expected = `a namespace of envs/catalogue.ts of the tier ${tier}: ${fitting.join(', ') || 'there is none yet'}`;
  if (namespace !== undefined && !fitting.includes(namespace)) throw badOption('namespace', namespace, expected);
  if (namespace === undefined && fitting.length !== 1) throw badOption('namespace', '(none)', expected);
  return namespace ?? (fitting[0] as string);
}

const REPOSITORY = /^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)+$/;

function imageOf({ catalogue }: Environment, name: string, image: string | undefined): string {
  const [first] = Object.values(catalogue.components);
  const own = image ?? (first && `${first.image.slice(0, first.image.lastIndexOf('/'))}/${name}`);
  const expected = 'a repository with its registry and without tag and digest, e.g. registry.example.org/team/name';
  if (own === undefined) throw badOption('image', '(none)', expected);
  if (!REPOSITORY.test(own) || own.length > 200) throw badOption('image', own, expected);
  return own;
}

/** Nobody invents a digest: a release is given whole or not at all. */
function refuseHalfARelease({ release: version, digest, source }: NewAppOptions): void {
  if (version === undefined && digest === undefined && source === undefined) return;
  if (version === undefined)
    throw badOption(digest === undefined ? 'source' : 'digest', digest ?? (source as string), '--release VERSION beside it');
  if (digest === undefined) throw badOption('release', version, '--digest sha256:… of its image beside it');
  release(version, digest);
  if (source === undefined) throw badOption('release', version, '--source COMMIT beside it, the commit that its image was built of');
  if (!isCommitId(source)) throw badOption('source', source, 'the full id of the commit that the image was built of');
}

/** @throws a digest that the ledger has for another component */
function refuseImageOfAnother(name: string, { release: version, digest }: NewAppOptions, { fs, root }: CommandContext): void {
  if (version === undefined || digest === undefined) return;
  const conflict = ledgerConflict(name, { version, digest }, readLedgers(fs, root));
  if (conflict !== undefined) throw badOption('digest', digest, `the image of ${name} ${version}, but ${conflict}`);
}

/** What a first release writes: its entry in the ledger, and the lines in an environment. */
function releaseChanges(name: string, options: NewAppOptions, context: CommandContext): Change[] {
  const { release: version, digest, source } = options;
  if (version === undefined || digest === undefined || source === undefined) return [];
  const ledger = { component: name, releases: [{ version, digest, source }] };
  return [{ path: `${LEDGERS}/${name}.json`, after: ledgerText(ledger) }, ...lineChanges(name, { version, digest }, options, context)];
}

/** The lines of a component in an environment; its releases stand in the class or beside it. */
function lineChanges(name: string, { version, digest }: Release, { kind, env }: NewAppOptions, context: CommandContext): Change[] {
  const own = sourceAt(context, `envs/${env}/index.ts`);
  const beside = trySourceAt(context, `envs/${env}/releases.ts`);
  const withRelease = (source: Source): string => withNewRelease(source, name, { version, digest });

  const withComponent = (text: string): string => {
    const imported = withImport({ path: own.path, text }, '../../lib', classNameOf(name));
    return withConstruct({ path: own.path, text: imported }, name, kind);
  };
  if (beside !== undefined) return [changeOf(beside, withRelease(beside)), onAPage(own, withComponent(own.text))];
  const whole = withComponent(withRelease(own));
  // A class that would no longer fit on a page keeps its releases beside it.
  const split = lineCount(whole) > PAGE ? withReleasesBeside(own.path, own.text) : undefined;
  if (split === undefined) return [onAPage(own, whole)];
  const path = `envs/${env}/releases.ts`;
  return [{ path, after: withRelease({ path, text: split.releases }) }, onAPage(own, withComponent(split.index))];
}

function onAPage(source: Source, after: string): Change {
  if (lineCount(after) > PAGE) throw tooManyLines(source.path, lineCount(after), PAGE);
  return changeOf(source, after);
}

/** The component as the last statement of the constructor. */
function withConstruct(source: Source, name: string, kind: Kind): string {
  const { path, text } = source;
  const body = tryBlock(text, /\bconstructor\(\) \{/);
  if (body === undefined) throw noPlaceFor(path, 'constructor() { … }');
  const [, api] = /\bconst (\w+) = new KfmApi\(this,/.exec(text.slice(body.open, body.close)) ?? [];
  if (api === undefined && callsApi(kind)) throw noPlaceFor(path, 'const api = new KfmApi(this, …), which it calls');
  const at = text.lastIndexOf('\n', body.close) + 1;
  return inserted(text, at, at, `${constructStatement(name, kind, callsApi(kind) ? api : undefined).join('\n')}\n`);
}

function nextSteps(name: string, { env, release: version }: NewAppOptions): string[] {
  const steps = [`make lib/app/${name}.ts your own, then npm run check`];
  if (version !== undefined) return steps;
  const Class = classNameOf(name);
  return [
    ...steps,
    `once its image is built, add its release to ${env}: import ${Class}, a line in releases with version and digest, and new ${Class}(this, …) in envs/${env}/index.ts`,
  ];
}
