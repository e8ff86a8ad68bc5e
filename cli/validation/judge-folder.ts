import { relative, resolve } from 'node:path';
import { type Finding, type Judgement, judge, KUBERNETES_VERSIONS, NEWEST_KUBERNETES, type Rule, World } from '../../lib';
import { RULE_LIMIT } from '../environments';
import { unknownKubernetes } from '../messages';
import type { FileSystem } from '../ports/file-system';
import { type ManifestFile, readManifestFolder } from '../ports/manifest-folder';

/** Judges manifests that nobody here wrote. @param kubernetes version to judge for, @default the newest known */
export function judgeFolder(folder: string, kubernetes = NEWEST_KUBERNETES, gates: readonly Rule[], fs: FileSystem): Judgement {
  if (!KUBERNETES_VERSIONS.includes(kubernetes)) throw unknownKubernetes(kubernetes, KUBERNETES_VERSIONS);
  const read = readManifestFolder(fs, resolve(folder)).map((file) => ({ ...file, file: relative(process.cwd(), file.file) }));
  const objects = read.flatMap(({ file, text, manifests }) => manifests.map((manifest) => ({ file, text, manifest })));
  const { findings, checked } = judge(new World({ kubernetes, objects }), gates, RULE_LIMIT);
  return { findings: [...read.flatMap(unreadable), ...findings], checked };
}

function unreadable({ file, problems }: ManifestFile): Finding[] {
  return problems.map((message) => ({
    rule: 'schema/readable',
    severity: 'error',
    environment: '',
    object: '',
    file,
    field: '',
    message,
    fix: 'write it as plain YAML or JSON of Kubernetes objects',
  }));
}
