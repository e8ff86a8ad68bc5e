import { type CelValidation, POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { celList } from './security-context';

/** Kernel settings that touch nobody but the pod, with the version that they were found safe in. */
const SAFE = {
  /** The last of them in 1.27, which there are no schemas for. */
  '1.28': [
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_port_range',
    'net.ipv4.ip_local_reserved_ports',
    'net.ipv4.ip_unprivileged_port_start',
    'net.ipv4.ping_group_range',
    'net.ipv4.tcp_syncookies',
  ],
  '1.29': ['net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_keepalive_time'],
  '1.32': ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'],
};

export const sysctls = celRule({
  id: 'pod-security/sysctls',
  title: 'Pods set only kernel settings that are safe',
  severity: 'error',
  rationale:
    'Others hold for the node and all its pods, or let one pod use up what all of them need (Pod Security Standards, baseline, whose list grows with the versions).',
  requirements: ['A3', 'E3'],
  fix: 'leave the setting out, or have it set on the nodes by whoever runs them',
  kinds: POD_KINDS,
  validations: [
    safe(SAFE['1.28'], { before: '1.29' }),
    safe([...SAFE['1.28'], ...SAFE['1.29']], { since: '1.29', before: '1.32' }),
    safe([...SAFE['1.28'], ...SAFE['1.29'], ...SAFE['1.32']], { since: '1.32' }),
  ],
});

function safe(names: readonly string[], versions: Pick<CelValidation, 'since' | 'before'>): CelValidation {
  return {
    of: 'pod',
    expression: `variables.pod.?securityContext.?sysctls.orValue([]).all(sysctl, sysctl.name in ${celList(names)})`,
    field: 'securityContext.sysctls',
    message: 'has one that is not safe',
    ...versions,
  };
}
