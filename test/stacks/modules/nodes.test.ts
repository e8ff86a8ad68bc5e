// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's expressions look so
import { POOL } from '../../../lib';
import { synthesizeStack } from '../../../stacks';
import { resourceAt } from '../configuration';
import { STAGE } from '../facts';

const hybrid = synthesizeStack('hybrid', STAGE);

test('nodes get the label that pods select their pool by', () => {
  expect(resourceAt(hybrid, 'kubernetes_labels.nodes_pool')).toMatchObject({
    for_each: '${var.nodes}',
    labels: { [POOL]: '${each.value}' },
  });
});
