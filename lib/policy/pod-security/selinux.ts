import { type CelValidation, POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { celList, everywhere } from './security-context';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

export const selinux = celRule({
  id: 'pod-security/selinux',
  title: "SELinux keeps containers apart by the runtime's own types, users and roles",
  severity: 'error',
  rationale: 'Another type, user or role, spc_t for one, is let into what belongs to the node (Pod Security Standards, baseline).',
  requirements: ['A3', 'E3'],
  fix: 'leave seLinuxOptions out, or set level alone',
  kinds: POD_KINDS,
  validations: [
    ...types(TYPES, { before: '1.31' }),
    ...types([...TYPES, 'container_engine_t'], { since: '1.31' }),
    ...['user', 'role'].flatMap((field) =>
      everywhere({
        expression: (context) => `${context}.?seLinuxOptions.?${field}.orValue('') == ''`,
        field: `securityContext.seLinuxOptions.${field}`,
        message: 'is stated',
      }),
    ),
  ],
});

function types(permitted: readonly string[], versions: Pick<CelValidation, 'since' | 'before'>): readonly CelValidation[] {
  return everywhere({
    expression: (context) => `${context}.?seLinuxOptions.?type.orValue('') in ${celList(permitted)}`,
    field: 'securityContext.seLinuxOptions.type',
    message: `is none of${permitted.join(', ').slice(1)}`,
    ...versions,
  });
}
