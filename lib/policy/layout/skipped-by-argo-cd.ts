import type { Rule } from '../rule';

/** Argo CD leaves out every file of a directory Application that contains this text, wherever it stands. */
const SKIP = '+argocd:skip-file-rendering';

export const skippedByArgoCd: Rule = {
  id: 'layout/skipped-by-argo-cd',
  title: 'No manifest holds the words that make Argo CD skip its file',
  severity: 'error',
  rationale: 'What is reviewed would not be what runs: the file is committed, and the object is pruned or never made.',
  requirements: ['A24'],
  fix: `remove "${SKIP}" from the object`,
  *check(world) {
    for (const object of world.objects) if (object.text.includes(SKIP)) yield { object, message: `contains "${SKIP}"` };
  },
};
