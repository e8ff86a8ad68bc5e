import type { Cluster } from '../lib';

/** The facts of each cluster. */
export const clusters = {
  dev: {
    name: 'kfm-dev',
    kubernetes: '1.34',
    domain: 'dev.kfm.example.org',
    storageClass: 'standard',
    gateway: { name: 'edge', listener: 'https', namespace: 'edge', labels: { 'app.kubernetes.io/name': 'edge' } },
    dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    provides: ['argoproj.io', 'bitnami.com', 'gateway.networking.k8s.io'],
  },
} satisfies Record<string, Cluster>;
