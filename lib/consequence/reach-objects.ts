import { isClusterScoped } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import { landing, landingProblem } from '../reach/landing';
import type { ReachObject } from '../reach/reach-world';
import { applicationOf, destinationOf, isApplication } from './application';
import { type EnvironmentFile, fileOf } from './environment-file';
import { isOfReach } from './reach-relevance';

/** What is wrong with a file, or with an object in it. */
export interface FileProblem {
  readonly file: EnvironmentFile;
  /** Undefined if the file itself cannot be read. */
  readonly manifest?: Manifest;
  /** Empty if it is about the whole. */
  readonly field: string;
  readonly message: string;
}

/** The objects of some files that who reaches whom depends on. */
export interface ReachObjects {
  /** The file of each object, in the order of the files. */
  readonly files: ReadonlyMap<ReachObject, EnvironmentFile>;
  /** Why it is not known what there is. */
  readonly problems: readonly FileProblem[];
}

/** What names no namespace lands where the Application that delivers its file puts it. */
export function reachObjects(environment: string, files: readonly EnvironmentFile[]): ReachObjects {
  const applications = files.flatMap(({ manifests }) => manifests.filter(isApplication));
  const found = files.flatMap((file) => file.manifests.filter(isOfReach).map((manifest) => ({ file, manifest })));
  const destination = ({ path }: EnvironmentFile): string => destinationOf(applicationOf(fileOf(environment, path), applications));
  return {
    files: new Map(
      found.map(({ file, manifest }) => [landing(manifest, namesNamespace(manifest) ? '' : destination(file)), file] as const),
    ),
    problems: [
      ...files.flatMap((file) => file.problems.map((message) => ({ file, field: '', message }))),
      ...found.flatMap(({ file, manifest }) => {
        const problem = landingProblem(manifest);
        return problem === undefined ? [] : [{ file, manifest, ...problem }];
      }),
    ],
  };
}

function namesNamespace(manifest: Manifest): boolean {
  return Boolean(manifest.metadata.namespace) || isClusterScoped(manifest);
}
