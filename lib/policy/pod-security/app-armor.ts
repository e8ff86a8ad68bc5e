import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { everywhere } from './security-context';

/** How profiles were written before 1.30: one annotation of the pod for each container. The API server still takes them. */
const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const ANNOTATIONS = 'variables.template.?metadata.?annotations.orValue({})';

export const appArmor = celRule({
  id: 'pod-security/app-armor',
  title: 'Nothing switches AppArmor off',
  severity: 'error',
  rationale: "Without the runtime's own profile a container may write where the kernel is set up (Pod Security Standards, baseline).",
  requirements: ['A3', 'E3'],
  fix: 'leave the profile out, which means RuntimeDefault where there is AppArmor, or name a Localhost one',
  kinds: POD_KINDS,
  validations: [
    ...everywhere({
      expression: (context) => `${context}.?appArmorProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost']`,
      field: 'securityContext.appArmorProfile.type',
      message: 'is neither RuntimeDefault nor Localhost',
    }),
    {
      of: 'pod',
      expression: `${ANNOTATIONS}.all(key, !key.startsWith('${ANNOTATION}') || ${ANNOTATIONS}[key].matches('^(localhost/|runtime/default$|$)'))`,
      field: '',
      message: `has a profile other than runtime/default and localhost/… in an annotation ${ANNOTATION}…`,
    },
  ],
});
