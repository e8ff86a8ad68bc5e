import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

/** What must hold of an image's text, written in CEL. A colon behind the last slash begins a tag, others a port. */
const TEXT_RULES = (image: string): [expression: string, message: string][] => [
  [
    `${image}.matches('^[^@]+@sha256:[0-9a-f]{64}$')`,
    'has no digest: expected @sha256: and 64 digits of lower-case hexadecimal at its end',
  ],
  [`${image}.matches('^([^@]*/)?[^/:@]+:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@|$)')`, 'has no tag: expected :TAG before the digest'],
  [`!${image}.lowerAscii().matches(':latest(@|$)')`, 'has the tag latest, which says nothing of what runs'],
];

export const digest = celRule({
  id: 'images/digest',
  title: 'Every image has a tag that people read and a digest that cannot move; the tag is not latest',
  severity: 'error',
  rationale:
    'A tag can be pushed again, so that what was tested is not what runs; a digest alone tells nobody which version it is (check 41; sources 000 and 001).',
  requirements: ['B18', 'B31', 'B44'],
  fix: 'write REPOSITORY:TAG@sha256:DIGEST; crane digest REPOSITORY:TAG prints the digest, promote brings those of releases',
  kinds: POD_KINDS,
  validations: [
    ...TEXT_RULES("c.?image.orValue('')").map(
      ([expression, message]) => ({ of: 'container', expression, message, field: 'image' }) as const,
    ),
    ...TEXT_RULES("v.?image.?reference.orValue('')").map(
      ([expression, message]) =>
        ({
          of: 'pod',
          expression: `variables.pod.?volumes.orValue([]).all(v, !has(v.image) || ${expression})`,
          message: `holds an image that ${message}`,
          field: 'volumes',
        }) as const,
    ),
  ],
});
