import { resolve } from 'node:path';
import { wordsOf } from '../configuration/words';
import type { FileSystem } from '../ports/file-system';
import type { Settings } from '../settings';
import { type OutsideTool, verdictOf } from './outside-tool';
import { type StackWriter, terraformValidate } from './terraform';

export interface ToolsProps {
  readonly root: string;
  readonly fs: FileSystem;
  readonly settings: Settings;
  /** Folder of manifests, by its path in the project. */
  readonly dist: string;
  /** Name of a stack of this project, or the folder of another one. */
  readonly stack: string;
  readonly writeStack: StackWriter;
}

/** Files in dist that are no manifests of Kubernetes. */
const NO_MANIFESTS = '(^|/)(index\\.json|kustomization\\.yaml)$';

/** What source 004 validates with (requirement E23), besides the gates of this project. */
export function outsideTools({ root, fs, settings, dist, stack, writeStack }: ToolsProps): OutsideTool[] {
  return [
    {
      name: 'kubectl kustomize',
      subject: dist,
      program: 'kubectl',
      judge: async (run) => verdictOf(await run(['kustomize', dist])),
    },
    terraformValidate(root, stack, writeStack),
    {
      name: 'kubeconform',
      subject: dist,
      program: 'kubeconform',
      judge: async (run) =>
        verdictOf(await run(['-ignore-filename-pattern', NO_MANIFESTS, ...wordsOf(settings.KUBECONFORM_FLAGS.value), dist])),
    },
    {
      name: 'conftest',
      subject: dist,
      program: 'conftest',
      judge: async (run) => {
        const { value: policies, source } = settings.CONTFEST_POLICY_DIR;
        if (fs.kindOf(resolve(root, policies)) === undefined) {
          // This project has some: without them nobody was asked.
          return { status: 'broken', why: `there is no folder ${policies} (setting CONTFEST_POLICY_DIR, ${source})` };
        }
        return verdictOf(await run(['test', '--no-color', '--policy', policies, '--ignore', NO_MANIFESTS, dist]));
      },
    },
  ];
}
