import type { CelValidation } from '../cel/cel';
import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';

/**
 * Names are those of the container itself; a number may be of any container, since they share one address. Whether the container's own
 * ports do is asked first: that alone is the same for most containers (see `remembered`).
 */
function asksRealPort(probe: string): CelValidation {
  const ports = ['httpGet', 'tcpSocket', 'grpc'].map((handler) => `c.?${probe}.?${handler}.?port.orValue(0)`).join(', ');
  const isName = "c.?ports.orValue([]).exists(p, p.?name.orValue('') == port)";
  const isOwn = "c.?ports.orValue([]).exists(p, p.?name.orValue('') == port || p.?containerPort.orValue(0) == port)";
  const isNumber = 'variables.containers.exists(d, d.?ports.orValue([]).exists(p, p.?containerPort.orValue(0) == port))';
  return {
    of: 'container',
    expression: [
      `!has(c.${probe})`,
      `[${ports}].all(port, port == 0 || ${isOwn})`,
      `[${ports}].all(port, port == 0 || ${isName} || ${isNumber})`,
    ].join(' || '),
    field: probe,
    message: 'asks a port that the container does not have',
  };
}

export const probePorts = celRule({
  id: 'workload/probe-ports',
  title: 'Probes ask ports that containers have',
  severity: 'error',
  rationale:
    'A name that no port of the container has fails every time: the pod never gets ready, or is restarted for ever (hardening 2, ports real).',
  requirements: ['A3'],
  fix: 'name a port of the same container in the probe, or declare the port',
  kinds: POD_KINDS,
  validations: [asksRealPort('livenessProbe'), asksRealPort('readinessProbe'), asksRealPort('startupProbe')],
});
