import { createHash } from 'node:crypto';
import { lockChanges } from '../../cli/locks';
import { LEDGERS, lockFolder } from '../../cli/paths';
import type { FileSystem } from '../../cli/ports/file-system';
import type { Git } from '../../cli/ports/git';
import { readLedgers, readLocks, recordsOf, recordTexts } from '../../cli/records';
import { rules } from '../../lib/policy/catalogue';
import { isRed } from '../../lib/policy/judge';
import type { Rule } from '../../lib/policy/rule';
import { ledgerText, withEntry } from '../../lib/release/ledger';
import type { Lock } from '../../lib/release/lock';
import type { Request } from '../../lib/release/records';
import type { Standing } from '../../lib/release/standing';
import { type Synthesis, synthesize } from '../../lib/synthesis';
import { digestOf } from './digest';
import { type Base, type Class, type Line, type Name, TestEnvironment } from './environments';

type Files = ReadonlyMap<string, string>;

export interface SynthProps extends Request {
  /** @default all that there are */
  readonly gates?: readonly Rule[];
  /** A commit that may have files, too. */
  readonly also?: Files;
}

const DERIVED = /^dist\/[a-z]+\/(?:README\.md|index\.json|kustomization\.yaml)$/;

/**
 * A project in memory: working tree and commits. Classes are files too, `envs/prod/lines/ui.json` for each line, so that
 * merges and reverts treat them as git treats lines that are well apart.
 */
export class Repository {
  readonly commits: Files[] = [];
  private files = new Map<string, string>();
  /** What is being merged or reverted to. */
  private readonly refs = new Map<string, Files>();

  /** Three environments that hold these components at 1.0.0, with locks, everything committed. Without a version: stores. */
  static holding(programs: readonly string[], stores: readonly string[] = [], base: Base = {}): Repository {
    const key = JSON.stringify([programs, stores, base]);
    const known = adopted.get(key);
    const repository = new Repository();
    if (known !== undefined) {
      repository.checkout(known);
      return repository;
    }
    repository.base = base;
    for (const component of programs) repository.record(component, '1.0.0');
    for (const name of ['dev', 'stage', 'prod'] as const) {
      for (const component of programs) repository.write(name, component, { version: '1.0.0' });
      for (const component of stores) repository.write(name, component, {});
      repository.synth(name, { adopt: true });
    }
    adopted.set(key, repository.commit());
    return repository;
  }

  get base(): Base {
    return JSON.parse(this.files.get('lib/base.json') ?? '{}');
  }

  set base(base: Base) {
    this.files.set('lib/base.json', JSON.stringify(base));
  }

  /** Changes code that all environments share. */
  change(base: Partial<Base>): void {
    this.base = { ...this.base, ...base };
  }

  /** Changes what components are made of, from here on. */
  rebase(...components: readonly string[]): void {
    const { revisions = {} } = this.base;
    this.change({ revisions: { ...revisions, ...Object.fromEntries(components.map((name) => [name, (revisions[name] ?? 1) + 1])) } });
  }

  /** The line of a component in a class; without one, the class does not make it. */
  write(name: Name, component: string, line: Line | undefined): void {
    const path = `envs/${name}/lines/${component}.json`;
    if (line === undefined) this.files.delete(path);
    else this.files.set(path, JSON.stringify(line));
  }

  /** Facts of an environment, of which nothing is a component's override. */
  declare(name: Name, facts: Omit<Class, 'lines'>): void {
    this.files.set(`envs/${name}/facts.json`, JSON.stringify(facts));
  }

  /** Enters a version into the ledger. */
  record(component: string, version: string, digest = digestOf(component, version)): void {
    const ledger = withEntry(readLedgers(this.disk, '').get(component), component, { version, digest, source: `${component}-${version}` });
    this.files.set(`${LEDGERS}/${component}.json`, ledgerText(ledger));
  }

  /** Synthesizes an environment, and writes dist and locks if it is green. */
  synth(name: Name, { gates = rules, also, ...request }: SynthProps = {}): Synthesis {
    const environment = this.environment(name);
    if (also !== undefined) this.refs.set('ALSO', also);
    const records = recordsOf({
      fs: this.disk,
      root: '',
      environment,
      follows: (before) => this.environment(before as Name),
      git: this.git,
      also: ['ALSO'],
    });
    const synthesis = synthesize(environment, { gates, records, request });
    if (isRed(synthesis.judgement)) return synthesis;
    for (const { path, after } of lockChanges(synthesis, recordTexts(this.disk, '', lockFolder(name)))) {
      if (after === undefined) this.files.delete(path);
      else this.files.set(path, after);
    }
    for (const path of [...this.files.keys()]) if (path.startsWith(`dist/${name}/`)) this.files.delete(path);
    for (const [path, text] of synthesis.files) this.files.set(`dist/${name}/${path}`, text);
    return synthesis;
  }

  /** Writes a line, synthesizes and commits what is green: a promotion as people make it. */
  promote(name: Name, component: string, line: Line): Synthesis {
    if (name === 'dev' && line.version !== undefined) this.record(component, line.version);
    this.write(name, component, line);
    const synthesis = this.synth(name);
    this.commit();
    return synthesis;
  }

  commit(): Files {
    const files: Files = new Map(this.files);
    this.commits.push(files);
    this.refs.clear();
    return files;
  }

  /** The working tree as a commit has it, on a branch of its own. */
  checkout(commit: Files): void {
    this.files = new Map(commit);
    this.commits.push(commit);
  }

  /** Brings in what another branch did since the two parted. Returns the files that conflict. */
  merge(theirs: Files, base: Files): string[] {
    this.refs.set('MERGE_HEAD', theirs);
    return this.combine(base, theirs);
  }

  /** Takes one commit back. Returns the files that conflict. */
  revert(commit: Files): string[] {
    const parent = this.commits[this.commits.indexOf(commit) - 1] as Files;
    this.refs.set('REVERT_HEAD^', parent);
    return this.combine(commit, parent);
  }

  /** Files of an environment in dist, derived ones left out, by path below it. */
  tree(name: Name, files: Files = this.files): Map<string, string> {
    const own = [...files].filter(([path]) => path.startsWith(`dist/${name}/`) && !DERIVED.test(path));
    return new Map(own.map(([path, text]) => [path.slice(`dist/${name}/`.length), text]));
  }

  /** Everything in the working tree. */
  all(): Files {
    return new Map(this.files);
  }

  locks(name: Name): ReadonlyMap<string, Lock> {
    return readLocks(this.disk, '', name);
  }

  remove(path: string): void {
    this.files.delete(path);
  }

  replace(path: string, text: string): void {
    this.files.set(path, text);
  }

  environment(name: Name): TestEnvironment {
    const prefix = `envs/${name}/lines/`;
    const lines = [...this.files].filter(([path]) => path.startsWith(prefix)).sort();
    const facts = JSON.parse(this.files.get(`envs/${name}/facts.json`) ?? '{}');
    const written = lines.map(([path, text]): [string, Line] => [path.slice(prefix.length, -'.json'.length), JSON.parse(text)]);
    return new TestEnvironment(name, { ...facts, lines: Object.fromEntries(written) }, this.base);
  }

  /** Three ways, file by file. */
  private combine(base: Files, theirs: Files): string[] {
    const conflicts: string[] = [];
    for (const path of new Set([...base.keys(), ...theirs.keys()])) {
      const [was, wanted, own] = [base.get(path), theirs.get(path), this.files.get(path)];
      if (wanted === was || wanted === own) continue;
      if (own !== was) {
        conflicts.push(path);
        this.files.set(path, `<<<<<<< HEAD\n${own ?? ''}=======\n${wanted ?? ''}>>>>>>> theirs\n`);
      } else if (wanted === undefined) this.files.delete(path);
      else this.files.set(path, wanted);
    }
    return conflicts.sort();
  }

  /** Only what reading takes. */
  private get disk(): FileSystem {
    const below = (folder: string): string[] => [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    return {
      kindOf: (path) => (this.files.has(path) ? 'file' : below(path).length > 0 ? 'directory' : undefined),
      list: (path) => [...new Set(below(path).map((file) => file.slice(path.length + 1).split('/', 1)[0] as string))],
      read: (path) => this.files.get(path) as string,
    } satisfies Partial<FileSystem> as Partial<FileSystem> as FileSystem;
  }

  private get git(): Git {
    const filesAt = (ref: string): Files => this.refs.get(ref) ?? (ref === 'HEAD' ? this.commits.at(-1) : undefined) ?? new Map();
    return {
      texts: (revisions) =>
        new Map(
          revisions.flatMap((revision): [string, string][] => {
            const [, ref = '', path = ''] = /^(:\d|[^:]+):(.*)$/s.exec(revision) ?? [];
            const text = filesAt(ref).get(path);
            return text === undefined ? [] : [[revision, text]];
          }),
        ),
      tree: (ref, folder) =>
        new Map(
          [...filesAt(ref)].flatMap(([path, text]): [string, string][] => (path.startsWith(`${folder}/`) ? [[path, blobId(text)]] : [])),
        ),
    } satisfies Partial<Git> as Partial<Git> as Git;
  }
}

/** First commits, which many tests begin with. */
const adopted = new Map<string, Files>();
const blobIds = new Map<string, string>();

function blobId(text: string): string {
  const known = blobIds.get(text);
  if (known !== undefined) return known;
  const id = createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
  blobIds.set(text, id);
  return id;
}

/** States of the components of a synthesis that are not current. */
export function moves({ standings }: Synthesis): Record<string, string> {
  const moving = standings.filter(({ state }) => state !== 'current');
  return Object.fromEntries(
    moving.map(({ component, state, isTakenAlong }) => [component, isTakenAlong ? `${state}, taken along` : state]),
  );
}

/** What is held against a synthesis, a line each: `error: message → fix`. */
export function said({ judgement }: Synthesis): string[] {
  return judgement.findings.map(({ severity, message, fix }) => `${severity}: ${message} → ${fix}`);
}

export function standing({ standings }: Synthesis, component: string): Standing {
  return standings.find((each) => each.component === component) as Standing;
}
