import { textAt } from '../../manifest/fields';
import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import type { Rule } from '../rule';
import type { World } from '../world';
import { everywhere } from './security-context';

const stated = celRule({
  id: 'pod-security/high-user',
  title: 'Containers run as users that no node has',
  severity: 'error',
  rationale:
    'A user below 10000 may be one of the node, whose files are open to whoever gets out of the container (hardening 2; CKV_K8S_40). User 0 has a rule of its own.',
  requirements: ['A3', 'E3'],
  fix: 'set securityContext.runAsUser to a user of at least 10000; where the files of the image belong to another, use fsGroup',
  kinds: POD_KINDS,
  isEnforced: false,
  validations: everywhere({
    expression: (context) => `${context}.?runAsUser.orValue(10000) >= 10000 || ${context}.?runAsUser.orValue(1) == 0`,
    field: 'securityContext.runAsUser',
    message: 'is below 10000',
  }),
});

/** Not in the Pod Security Standards, and not enforced. Of our own pods it judges those with images that are built for this platform. */
export const highUser: Rule = {
  ...stated,
  *check(world) {
    const others = new Set(
      world.pods.filter((pod) => pod.object.unit !== undefined && !isBuiltHere(pod, world)).map(({ object }) => object),
    );
    for (const violation of stated.check(world)) if (violation.object === undefined || !others.has(violation.object)) yield violation;
  },
};

/** An image of others may have a user below 10000 who owns its files, and the volumes that are there already. */
function isBuiltHere({ containers }: World['pods'][number], { facts }: World): boolean {
  const images = containers.map(({ container }) => textAt(container, 'image') ?? '');
  return facts?.releases.some(({ repository }) => images.some((image) => image.startsWith(`${repository}:`))) ?? true;
}
