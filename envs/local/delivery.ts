import { argo, GIT_SERVER, Sync } from '../../lib';
import { secrets } from './secrets';

/** At once, from the Git server that seeding puts into the cluster: it shows the working tree, committed or not. */
export const delivery = argo({
  sync: Sync.automated(),
  cascade: true,
  notifications: { secret: secrets.notifications, channel: 'kfm-local' },
  workingTree: {
    url: GIT_SERVER.url,
    server: { namespace: GIT_SERVER.namespace, labels: GIT_SERVER.labels },
    port: GIT_SERVER.readPort,
  },
});
