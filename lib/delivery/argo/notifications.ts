import type { Labels, Manifest } from '../../manifest/manifest';
import { secretManifest } from '../../tenancy/secret';
import type { SecretRef } from '../../tenancy/secret-ref';
import { configMap, PART_OF_ARGO_CD } from './settings';

export interface Notifications {
  /** The Secret `argocd-notifications-secret` with the key `slack-token`. */
  readonly secret: SecretRef;
  /** Channel that is told. */
  readonly channel: string;
}

/** What happened, when that is so, and how it is said (requirement B28). */
const EVENTS = {
  'on-sync-failed': {
    when: "app.status.operationState != nil and app.status.operationState.phase in ['Error', 'Failed']",
    text: 'Sync of {{.app.metadata.name}} failed: {{.app.status.operationState.message}}',
  },
  'on-health-degraded': {
    when: "app.status.health.status == 'Degraded'",
    text: '{{.app.metadata.name}} is degraded.',
  },
  'on-sync-status-unknown': {
    when: "app.status.sync.status == 'Unknown'",
    text: 'Argo CD cannot tell the state of {{.app.metadata.name}}.',
  },
} as const;

/** Triggers, texts and the service that carries them; the token is a reference. */
export function notifications({ secret }: Notifications): Manifest[] {
  const entries = Object.entries(EVENTS).flatMap(([event, { when, text }]) => [
    [`template.${event}`, `message: ${JSON.stringify(text)}\n`],
    [`trigger.${event}`, `- when: ${JSON.stringify(when)}\n  send: [${event}]\n`],
  ]);
  const sealed = secretManifest(secret, PART_OF_ARGO_CD);
  return [
    configMap('argocd-notifications-cm', { 'service.slack': 'token: $slack-token\n', ...Object.fromEntries(entries) }),
    ...(sealed === undefined ? [] : [sealed]),
  ];
}

/** Annotations of a project: its Applications tell the channel. */
export function subscriptions({ channel }: Notifications): Labels {
  return Object.fromEntries(Object.keys(EVENTS).map((event) => [`notifications.argoproj.io/subscribe.${event}.slack`, channel]));
}
