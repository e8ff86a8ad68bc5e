import { createHash } from 'node:crypto';
import {
  digestsOf,
  type Environment,
  INCIDENTS,
  type Incident,
  isHeld,
  type Ledger,
  type Lock,
  type Predecessor,
  parseIncident,
  parseLedger,
  parseLock,
  type Rendering,
  render,
  renderingsOf,
  resumedText,
  tryEntry,
} from '../lib';
import { componentsIn } from './index-file';
import { LEDGERS, lockFolder } from './paths';
import type { Git } from './ports/git';

/** An environment as a commit has it, held against what its class renders now. */
export function predecessorAt(git: Git, commit: string, environment: Environment): Predecessor {
  const { name, traits } = environment;
  const renderings = renderingsOf(render(environment), environment.overrides());
  const committed = traits.locked ? lockedAt(git, commit, name) : unlockedAt(git, commit, name);
  return {
    name,
    has: (component) => renderings.has(component) || committed.has(component),
    holds: committed.holds,
    lag: (component) => {
      const rendering = renderings.get(component);
      if (rendering === undefined) return `the class of ${name} does not make it any more`;
      return committed.has(component) ? committed.lag(rendering) : `${name} has not got it, as committed`;
    },
  };
}

interface Committed {
  has(component: string): boolean;
  holds(component: string, digest: string): boolean;
  lag(rendering: Rendering): string | undefined;
}

/** Of a locked environment its locks say what it holds. */
function lockedAt(git: Git, commit: string, environment: string): Committed {
  const locks = locksAt(git, commit, environment);
  return {
    has: (component) => locks.has(component),
    holds: (component, digest) => locks.get(component)?.held.includes(digest) === true,
    lag: ({ component, files }) => {
      const lock = locks.get(component);
      return lock !== undefined && isHeld(digestsOf(files), lock)
        ? undefined
        : `it is behind in ${environment}, or its move there is not committed`;
    },
  };
}

/** An environment without locks holds what dist has, and has held what the ledger has. */
function unlockedAt(git: Git, commit: string, environment: string): Committed {
  const folder = `dist/${environment}`;
  const ledgers = ledgersAt(git, commit);
  const blobs = git.tree(commit, folder);
  const index = `${commit}:${folder}/index.json`;
  const owners = componentsIn(git.texts([index]).get(index)).map(([, component]) => component);
  const filesOf = (component: string): number => owners.filter((owner) => owner === component).length;
  return {
    has: (component) => filesOf(component) > 0,
    holds: (component, digest) => tryEntry(ledgers.get(component), digest) !== undefined,
    lag: ({ component, files }) => {
      const isSame = files.every(
        ({ path, text }) => isBlob(text, blobs.get(`${folder}/${path}`)) || isPaused(git, blobs.get(`${folder}/${path}`), text),
      );
      return isSame && filesOf(component) === files.length ? undefined : `${folder} has other files of it, as committed`;
    },
  };
}

/** The locks of an environment as a commit has them. */
export function locksAt(git: Git, commit: string, environment: string): Map<string, Lock> {
  return byComponent(recordsAt(git, commit, lockFolder(environment), parseLock));
}

/** The ledgers as a commit has them. */
export function ledgersAt(git: Git, commit: string): Map<string, Ledger> {
  return byComponent(recordsAt(git, commit, LEDGERS, parseLedger));
}

/** The records of changes by hand as a commit has them, of all environments. */
export function incidentsAt(git: Git, commit: string): Incident[] {
  return recordsAt(git, commit, INCIDENTS, parseIncident);
}

function byComponent<T extends { readonly component: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map((record) => [record.component, record]));
}

/** Records of one kind as a commit has them; one that cannot be read is none, and what lies in a folder below does not count. */
function recordsAt<T>(git: Git, commit: string, folder: string, parse: (text: string, file: string) => T): T[] {
  const paths = [...git.tree(commit, folder).keys()].filter(
    (path) => path.endsWith('.json') && !path.slice(folder.length + 1).includes('/'),
  );
  const texts = git.texts(paths.map((path) => `${commit}:${path}`));
  return paths.flatMap((path) => {
    try {
      return [parse(texts.get(`${commit}:${path}`) ?? '', path)];
    } catch {
      return [];
    }
  });
}

/** Whether the content of a blob is a text but for the pause of a break-glass. */
function isPaused(git: Git, id: string | undefined, text: string): boolean {
  const found = id === undefined || !text.includes('kind: Application') ? undefined : git.texts([id]).get(id);
  return found !== undefined && resumedText(found) === text;
}

/** Whether a text is the content of a blob, by its id (git: `blob SIZE\0` and the content, by the hash of the repository). */
function isBlob(text: string, id: string | undefined): boolean {
  if (id === undefined) return false;
  const content = Buffer.from(text);
  return (
    createHash(id.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${content.length}\0`)
      .update(content)
      .digest('hex') === id
  );
}
