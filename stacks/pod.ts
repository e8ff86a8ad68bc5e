/** User and group `node` of the image. */
const NODE_USER = '1000';

/** Fields of a pod that Pod Security's "restricted" asks for. */
export const HARDENED_POD = {
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: NODE_USER,
    runAsGroup: NODE_USER,
    fsGroup: NODE_USER,
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

/** And of its containers. */
export const HARDENED_CONTAINER = {
  imagePullPolicy: 'IfNotPresent',
  securityContext: { allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
};

/** Of small programs. */
export const RESOURCES = { requests: { cpu: '25m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } };

/** How long Terraform waits for pods: a first one waits for its image. */
export const PATIENCE = { create: '15m', update: '15m' };
