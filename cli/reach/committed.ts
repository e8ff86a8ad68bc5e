import { fileOf, type ReachObject, reachObjects } from '../../lib';
import { committedFiles } from '../environment-files';
import { unknownRef } from '../messages';
import { type Git, repositoryAt } from '../ports/git';
import type { Subject } from './subject';

/** What an environment was in `dist`, as a commit has it. */
export type Past = (now: Subject) => Subject;

/** @throws Refusal if the ref names no commit */
export function pastAt(ref: string, root: string): Past {
  const git = repositoryAt(root);
  const commit = git.tryCommit(ref);
  if (commit === undefined) throw unknownRef(ref);
  return (now) => committedSubject(now, ref, commit, git);
}

/** Nothing if the commit does not have the environment. Of addresses of the cluster it knows what is known now. */
function committedSubject({ name, ranges }: Subject, ref: string, commit: string, git: Git): Subject {
  const { files, problems } = reachObjects(name, committedFiles(name, commit, git));
  const objects = [...files];
  return {
    name: `${name} of ${ref}`,
    objects: objects.map(([object]) => object),
    files: new Map(objects.map(([object, { path }]): [ReachObject, string] => [object, `${ref}:${fileOf(name, path)}`])),
    ...(ranges && { ranges }),
    problems: problems.map(
      ({ file, field, message }) => `${[`${ref}:${fileOf(name, file.path)}`, field].filter(Boolean).join(' ')}: ${message}`,
    ),
  };
}
