import { celRule } from '../cel/cel-rule';

export const ingressAnnotations = celRule({
  id: 'exposure/annotations',
  title: 'No Ingress changes the configuration of the edge, or turns its protection off',
  severity: 'error',
  rationale:
    'A snippet is text in the controller’s own configuration, by which every Secret of the cluster has been read (CVE-2021-25742); others turn off TLS, the redirect to it or authentication (hardening 2, Network).',
  requirements: ['A17', 'B40', 'B41'],
  fix: 'remove the annotation; what has to change for all is configured at the edge',
  kinds: ['networking.k8s.io/Ingress'],
  validations: [
    {
      of: 'object',
      expression: "object.metadata.?annotations.orValue({}).all(key, !key.matches('-snippets?$'))",
      field: 'metadata.annotations',
      message: 'has a snippet of configuration',
    },
    {
      of: 'object',
      expression:
        "object.metadata.?annotations.orValue({}).all(key, !(key.matches('/(force-)?ssl-redirect$|/router[.]tls$|/enable-global-auth$|/enable-modsecurity$') && object.metadata.annotations[key].lowerAscii() == 'false'))",
      field: 'metadata.annotations',
      message: 'turns off TLS, the redirect to it or a protection of the edge',
    },
    {
      of: 'object',
      expression:
        "object.metadata.?annotations.orValue({}).all(key, !(key.matches('/(proxy-ssl-verify|auth-tls-verify-client)$') && object.metadata.annotations[key].lowerAscii().matches('^(off|optional_no_ca)$')))",
      field: 'metadata.annotations',
      message: 'lets certificates pass that nobody vouches for',
    },
  ],
});
