import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HOOKS = ['lifecycle.postStart', 'lifecycle.preStop'];

export const hostProbes = celRule({
  id: 'pod-security/host-probes',
  title: 'Probes and hooks ask the pod itself, not another host',
  severity: 'error',
  rationale:
    'The kubelet asks from the network of the node, so a host of its own choice lets a pod probe what no network policy lets it reach (Pod Security Standards, baseline from 1.34 on; KEP-4940, kubernetes issue 99425).',
  requirements: ['A3', 'E3'],
  fix: 'leave host out, and name a virtual host in httpGet.httpHeaders',
  kinds: POD_KINDS,
  validations: [...PROBES, ...HOOKS].flatMap((asked) =>
    ['httpGet', 'tcpSocket'].map((how) => {
      const field = `${asked}.${how}.host`;
      return {
        of: 'container' as const,
        expression: `c.?${field.replaceAll('.', '.?')}.orValue('') == ''`,
        field,
        message: 'names a host',
        since: '1.34',
      };
    }),
  ),
});
