import { createHash } from 'node:crypto';
import {
  digestsOf,
  type Environment,
  isHeld,
  type Lock,
  type Predecessor,
  parseLedger,
  parseLock,
  type Rendering,
  render,
  renderingsOf,
} from '../lib';
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
  const locks = new Map(
    [...recordsAt(git, commit, lockFolder(environment), parseLock)].map((lock): [string, Lock] => [lock.component, lock]),
  );
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
  const ledgers = recordsAt(git, commit, LEDGERS, parseLedger);
  const blobs = git.tree(commit, folder);
  const index = git.texts([`${commit}:${folder}/index.json`]).get(`${commit}:${folder}/index.json`) ?? '{"units":[]}';
  const units = (JSON.parse(index) as { units: { component: string; files: string[] }[] }).units;
  const filesOf = (component: string): string[] => units.filter((unit) => unit.component === component).flatMap(({ files }) => files);
  return {
    has: (component) => filesOf(component).length > 0,
    holds: (component, digest) =>
      ledgers.some((ledger) => ledger.component === component && ledger.releases.some((entry) => entry.digest === digest)),
    lag: ({ component, files }) => {
      const isSame = files.every(({ path, text }) => isBlob(text, blobs.get(`${folder}/${path}`)));
      return isSame && filesOf(component).length === files.length ? undefined : `${folder} has other files of it, as committed`;
    },
  };
}

/** Locks or ledgers as a commit has them; one that cannot be read is none, and what lies in a folder below does not count. */
export function recordsAt<T>(git: Git, commit: string, folder: string, parse: (text: string, file: string) => T): T[] {
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
