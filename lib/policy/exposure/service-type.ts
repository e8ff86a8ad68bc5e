import { celRule } from '../cel/cel-rule';

/** The edge's own Service comes with its chart, and is not among the objects. */
export const serviceType = celRule({
  id: 'exposure/service-type',
  title: 'A Service is reached from inside the cluster only',
  severity: 'error',
  rationale:
    'NodePort, LoadBalancer and externalIPs are doors beside the edge, without its TLS and routes; ExternalName sends callers wherever DNS points (NSA; CVE-2020-8554; bad input 61).',
  requirements: ['A17', 'A48', 'B40'],
  fix: 'leave type out, and expose the component by a route of the edge',
  kinds: ['/Service'],
  validations: [
    {
      of: 'object',
      expression: "object.?spec.?type.orValue('ClusterIP') == 'ClusterIP'",
      field: 'spec.type',
      message: 'is not ClusterIP',
    },
    {
      of: 'object',
      expression: 'size(object.?spec.?externalIPs.orValue([])) == 0',
      field: 'spec.externalIPs',
      message: 'has addresses that the cluster then answers for',
    },
  ],
});
