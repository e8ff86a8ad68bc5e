import { celRule } from '../cel/cel-rule';
import { IS_INITIAL, ROLLING_KINDS, SERVES } from '../cel/container-role';

/** What a probe asks, with what the API server fills in. */
const QUESTION: readonly [path: string, preset: string][] = [
  ['exec.?command', '[]'],
  ['grpc.?port', '0'],
  ['grpc.?service', "''"],
  ['httpGet.?path', "'/'"],
  ['httpGet.?port', '0'],
  ['httpGet.?scheme', "'HTTP'"],
  ['tcpSocket.?port', '0'],
];

const IS_OTHER_QUESTION = QUESTION.map(
  ([path, preset]) => `c.livenessProbe.?${path}.orValue(${preset}) != c.readinessProbe.?${path}.orValue(${preset})`,
).join(' || ');

/** Seconds of failure until the kubelet acts. */
const patience = (probe: string): string => `c.${probe}.?failureThreshold.orValue(3) * c.${probe}.?periodSeconds.orValue(10)`;

export const liveness = celRule({
  id: 'workload/liveness',
  title: 'Containers that serve ports say when to restart them, later or by another question than they say that they are not ready',
  severity: 'error',
  rationale:
    'Without it a program that hangs stays; with the same probe as readiness a slow dependency restarts all replicas at once (hardening 2; Kubernetes: Liveness Probes).',
  requirements: ['A3', 'B26'],
  fix: 'add a livenessProbe that asks of the program alone, or let it fail for longer than readinessProbe before it acts',
  kinds: ROLLING_KINDS,
  validations: [
    {
      of: 'container',
      expression: `has(c.livenessProbe) || ${IS_INITIAL} || !(${SERVES})`,
      field: 'livenessProbe',
      message: 'is missing, although the container serves ports',
    },
    {
      of: 'container',
      expression: `!has(c.livenessProbe) || !has(c.readinessProbe) || ${IS_OTHER_QUESTION} || ${patience('livenessProbe')} > ${patience('readinessProbe')}`,
      field: 'livenessProbe',
      message: 'asks what readinessProbe asks, and is no more patient',
    },
  ],
});
