import { join } from 'node:path';
import { credentialsIn, type Finding, Refusal } from '../../lib';
import type { FileSystem } from '../ports/file-system';
import { tryRepositoryAt } from '../ports/git';

/** What its findings are reported under. */
export const REPOSITORY_SCAN = 'secrets/repository';

/**
 * What looks like a credential in the project's own files: sources, tests, documentation, whatever git has or would take. A message
 * never holds any of it.
 */
export function repositoryCredentials(root: string, fs: FileSystem): Finding[] {
  return projectFiles(root, fs)
    .filter((file) => !JUDGED_ELSEWHERE.test(file))
    .flatMap((file) => credentialsOf(file, join(root, file), fs));
}

/**
 * Manifests of dist, which the rules judge field by field; and the cases of those rules, which have to hold what looks real in each way
 * that there is. Any other test does with FAKES.
 */
const JUDGED_ELSEWHERE = /^dist\/.*\.yaml$|^test\/policy\/secrets\//s;

/**
 * What stands for a credential in tests and opens nothing: a password that the whole world knows, "value" in base64, and the key of
 * AWS's own documentation. They are struck out before a text is judged: what stands beside one is still found.
 */
const FAKES = ['hunter2 and more', 'hunter2', 'hunter3', 'aHVudGVyMg==', 'dmFsdWU=', 'AKIAIOSFODNN7EXAMPLE'];

const FAKE = new RegExp(FAKES.join('|'), 'g');

function credentialsOf(file: string, path: string, fs: FileSystem): Finding[] {
  if (fs.kindOf(path) !== 'file') return [];
  const text = fs.read(path);
  if (text.includes('\0')) return [];
  return credentialsIn(text.replace(FAKE, (fake) => '*'.repeat(fake.length))).map(({ line, what }) => ({
    rule: REPOSITORY_SCAN,
    severity: 'error',
    environment: '',
    object: '',
    file,
    field: `line ${line}`,
    message: `holds what looks like ${what}`,
    fix: 'rotate it, take it out of here and of the history, and seal the new one: npm run seal',
  }));
}

/** Files that git has or would take. Where it knows of none every file is one, since nobody knows which are ignored. */
function projectFiles(root: string, fs: FileSystem): string[] {
  const files = filesOfGit(root);
  return (files.length > 0 ? files : filesBelow('', root, fs)).sort();
}

/** None without a repository, without git, and in a repository that git refuses to read. */
function filesOfGit(root: string): string[] {
  try {
    return tryRepositoryAt(root)?.files() ?? [];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** What others wrote, and what git keeps for itself. */
const FOREIGN = ['node_modules', '.git'];

function filesBelow(folder: string, root: string, fs: FileSystem): string[] {
  return fs.list(join(root, folder)).flatMap((name) => {
    const path = `${folder}${name}`;
    if (fs.kindOf(join(root, path)) !== 'directory') return [path];
    return FOREIGN.includes(name) ? [] : filesBelow(`${path}/`, root, fs);
  });
}
