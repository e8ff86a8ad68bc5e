import type { Environment } from '../../lib';

/** Secrets of this platform alone: both who shows a value and who asks for it read it from a Secret, so that any value will do. */
const AT_RANDOM: readonly string[] = [
  'postgres-credentials',
  'audit-credentials',
  'graph-credentials',
  'redis-credentials',
  'search-credentials',
  'objects-credentials',
  'grafana-admin',
];

/** Whether a random value that a Secret owns may be any text. What nobody lists here is taken to come from somewhere. */
export function isMadeAtRandom(secret: string): boolean {
  return AT_RANDOM.includes(secret);
}

/** Where values come from that somebody else has to know as well. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'backup-bucket': 'a new access key at the provider of the bucket; revoke the old one when a backup has succeeded with the new one',
  nameserver: 'a new TSIG key at the name server of the domain; remove the old one when a certificate was renewed with the new one',
  'alert-receiver': 'a new address at the service that receives alerts',
  'argocd-notifications-secret': 'a new token of the Slack app',
};

const UNKNOWN = 'whoever gave it; if any value will do, say so in cli/rotation/origin.ts';

/** Where a new value of a Secret comes from that is not made at random. */
export function outsideOrigin(secret: string): string {
  return OUTSIDE[secret] ?? UNKNOWN;
}

/** Credentials that no class names, because the cluster has them before anything is delivered. */
export function beforeDelivery({ name, traits }: Environment): readonly string[] {
  const site = traits.locked ? `${name} --context CONTEXT --remote HOST` : name;
  return [
    `by hand: argocd, credential of the repository: a new token at the git host, then npm run cluster -- seed --env ${site} --repository-username FILE --repository-password FILE`,
  ];
}

const DATABASE = 'docs/runbooks/secret-rotation.md#a-password-of-a-database';

/** What a new value needs besides being sealed. */
const AFTERWARDS: Readonly<Record<string, string>> = {
  'postgres-credentials': `postgres knows the old passwords until it is told: ALTER ROLE for postgres, kfm_api, backup and metrics (${DATABASE})`,
  'audit-credentials': `audit knows the old passwords until it is told: ALTER ROLE for postgres, kfm_api, audit_owner, backup and metrics (${DATABASE})`,
  'graph-credentials': `graph knows the old passwords until it is told: ALTER ROLE for postgres, kfm_api, backup and metrics (${DATABASE})`,
  'search-credentials': 'search: keys that were derived from the old master key end',
  'grafana-admin': 'Grafana keeps the first password in its database: change it there as well',
};

/** What is left to do for a Secret with new values; undefined if its pods do it by restarting. */
export function afterwards(secret: string): string | undefined {
  return AFTERWARDS[secret];
}
