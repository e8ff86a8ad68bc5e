import { argo, Sync } from '../../lib';
import { secrets } from './secrets';

/** At once, from the Git server that seeding puts into the cluster: it shows the working tree, committed or not. */
export const delivery = argo({
  sync: Sync.automated(),
  cascade: true,
  notifications: { secret: secrets.notifications, channel: 'kfm-local' },
  workingTree: {
    url: 'http://git.seed.svc.cluster.local/desired-state.git',
    server: { namespace: 'seed', labels: { 'app.kubernetes.io/name': 'git' } },
    port: 8080,
  },
});
