import { relative, resolve } from 'node:path';
import { type ClusterRanges, chartsOf, landing, landingProblem, type ReachObject, type Synthesis } from '../../lib';
import type { CommandContext } from '../command';
import { selectEnvironments, synthesizeSelected } from '../environments';
import { oneSubject } from '../messages';
import type { FileSystem } from '../ports/file-system';
import { readManifestFolder } from '../ports/manifest-folder';

/** Whose connections are asked for: an environment as it would be published, or a folder that nobody here wrote. */
export interface Subject {
  /** Canonical name of the environment, or the folder as it was given. */
  readonly name: string;
  readonly objects: readonly ReachObject[];
  /** The file of each object. */
  readonly files: ReadonlyMap<ReachObject, string>;
  readonly ranges?: ClusterRanges;
  /** Why it is not known what there is, one line each with its file. */
  readonly problems: readonly string[];
}

/** @throws unless it is one of the two */
export async function subjectOf(environment: string | undefined, folder: string | undefined, context: CommandContext): Promise<Subject> {
  if (environment !== undefined && folder === undefined) return environmentSubject(environment, context);
  if (environment === undefined && folder !== undefined) return folderSubject(folder, context.fs);
  throw oneSubject();
}

async function environmentSubject(asked: string, context: CommandContext): Promise<Subject> {
  const [name] = selectEnvironments([asked]) as [string];
  // Whoever asks who reaches whom asks no gate.
  const [{ objects, source, judgement }] = (await synthesizeSelected([name], { ...context, gates: [] })) as [Synthesis];
  const found = objects.map(({ path, unit, manifest }) => ({
    object: landing(manifest, unit.namespace ?? ''),
    file: `dist/${name}/${path}`,
  }));
  // Without locks it is not known which bytes are held.
  const lockless = judgement.findings.filter(({ rule }) => rule === 'layout/lock');
  return {
    name,
    objects: found.map(({ object }) => object),
    files: new Map(found.map(({ object, file }) => [object, file])),
    ranges: source.cluster.ranges,
    problems: lockless.map(({ file, message, fix }) => `${file}: ${message}; ${fix}`),
  };
}

/** What names no namespace is in `default`, where kubectl would put it. What cannot be read could be anything, a policy as well. */
function folderSubject(folder: string, fs: FileSystem): Subject {
  const read = readManifestFolder(fs, resolve(folder)).map((each) => ({ ...each, file: relative(process.cwd(), each.file) }));
  const found = read.flatMap(({ file, manifests }) => manifests.map((manifest) => ({ object: landing(manifest, 'default'), file })));
  return {
    name: folder,
    objects: found.map(({ object }) => object),
    files: new Map(found.map(({ object, file }) => [object, file])),
    problems: [
      ...read.flatMap(({ file, problems }) => problems.map((problem) => `${file}: ${problem}`)),
      ...found.flatMap(({ object: { manifest }, file }) => {
        const problem = landingProblem(manifest);
        return problem === undefined ? [] : [`${file} ${problem.field}: ${problem.message}`];
      }),
    ],
  };
}

/** Charts that Argo CD and Flux render: their pods are not among the objects. */
export function chartsIn({ objects }: Subject): string[] {
  return [...new Set(chartsOf(objects).map(({ name }) => name))].sort();
}
