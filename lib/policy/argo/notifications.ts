import { entriesAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { applicationsOf, projectNameOf } from './application-view';

/** What somebody must be told. */
const EVENTS = ['on-sync-failed', 'on-health-degraded', 'on-sync-status-unknown'];

const SUBSCRIPTION = /^notifications\.argoproj\.io\/subscribe\.([^.]+)\.([^.]+)$/;
const CONFIG_MAP = 'argocd-notifications-cm';

export const notifications: Rule = {
  id: 'argo/notifications',
  title: 'Somebody is told when a sync fails, or when an Application is degraded or unknown',
  severity: 'error',
  rationale:
    'Nobody looks at the interface of a platform that works; a subscription to a trigger that is not there tells nobody (hardening B13).',
  requirements: ['A36', 'B28'],
  fix: 'subscribe the AppProject, as subscriptions in lib/delivery/argo/notifications.ts does',
  *check(world) {
    const projects = new Map(world.ofType('argoproj.io/AppProject').map((project) => [project.manifest.metadata.name, project]));
    const config = world.tryFind('/ConfigMap', ARGO_CD_NAMESPACE, CONFIG_MAP);
    for (const application of applicationsOf(world)) {
      const { object, body } = application;
      const project = projects.get(projectNameOf(application));
      // The project of somebody else's Application may be in the cluster, with its subscriptions.
      if (project === undefined && object.unit === undefined) continue;
      const heard = new Set([...subscriptionsOf(body), ...subscriptionsOf(project?.manifest)].map(({ event }) => event));
      const silent = EVENTS.filter((event) => !heard.has(event) && !isForAll(config, event));
      if (silent.length > 0) yield { object, message: `tells nobody ${silent.join(', ')}, nor does its project` };
    }
    if (config !== undefined) yield* unknown(world, config);
  },
};

interface Subscription {
  readonly key: string;
  readonly event: string;
  readonly service: string;
}

function subscriptionsOf(body: unknown): Subscription[] {
  return entriesAt(body, 'metadata.annotations').flatMap(([key, recipient]) => {
    const [, event, service] = SUBSCRIPTION.exec(key) ?? [];
    return event === undefined || service === undefined || recipient === '' ? [] : [{ key, event, service }];
  });
}

/** Whether a trigger is subscribed for every Application. */
function isForAll(config: WorldObject | undefined, event: string): boolean {
  const subscriptions = valueAt(config?.manifest, 'data.subscriptions');
  return typeof subscriptions === 'string' && subscriptions.includes(event);
}

/** Subscriptions to triggers and services that the settings do not have. */
function* unknown(world: World, config: WorldObject): Iterable<Violation> {
  const known = new Set(entriesAt(config.manifest, 'data').map(([key]) => key));
  for (const object of [...world.ofType('argoproj.io/AppProject'), ...world.ofType('argoproj.io/Application')]) {
    for (const { key, event, service } of subscriptionsOf(object.manifest)) {
      for (const wanted of [`trigger.${event}`, `service.${service}`]) {
        if (known.has(wanted)) continue;
        yield { object, field: `metadata.annotations["${key}"]`, message: `needs ${wanted}, which ${CONFIG_MAP} does not have` };
      }
    }
  }
}
