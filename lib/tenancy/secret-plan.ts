// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates that are filled where the secrets are made
import { sha256 } from '../manifest/digest';
import { groupBy } from '../manifest/group-by';
import type { Labels } from '../manifest/manifest';
import type { SecretRef } from './secret-ref';

/**
 * Secrets whose values are made at random. A template holds `${name}` for a random value of that name, `${sha256:name}` for its
 * SHA-256 in hexadecimal digits: who names the same value gets the same value.
 */
export interface SecretPlan {
  readonly secrets: readonly PlannedSecret[];
}

export interface PlannedSecret {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  /** Key → template. */
  readonly data: Readonly<Record<string, string>>;
}

/** A value in a template. stacks/scripts/mock-secrets.js has the same, since it runs where nothing is installed. */
const VALUE = /\$\{(sha256:)?([A-Za-z0-9._-]+)\}/g;

/** Names of the random values in a template. */
export function valuesIn(template: string): string[] {
  return [...template.matchAll(VALUE)].map(([, , name]) => name as string);
}

/** The text of a template, made of values by their names. */
export function filled(template: string, valueNamed: (name: string) => string): string {
  return template.replaceAll(VALUE, (_, hashed: string | undefined, name: string) =>
    hashed === undefined ? valueNamed(name) : sha256(valueNamed(name)),
  );
}

/** Users of the object store: what S3 calls an access key is a name. */
const OBJECTS_USER = { api: 'kfm-api', backup: 'backup' };

/** Keys whose value is not theirs alone, or more than a random text (docs/secrets.md), by Secret. Any other key has a value of its own. */
const TEMPLATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kfm-api-credentials': {
    'postgres-password': '${postgres-credentials.kfm-api-password}',
    'audit-password': '${audit-credentials.kfm-api-password}',
    'graph-password': '${graph-credentials.kfm-api-password}',
    'redis-password': '${redis-credentials.kfm-api-password}',
    'search-key': '${search-credentials.master-key}',
    'objects-access-key': OBJECTS_USER.api,
    'objects-secret-key': '${objects-credentials.kfm-api-secret-key}',
  },
  'redis-credentials': {
    'users.acl': `user default off
user kfm_api on #\${sha256:redis-credentials.kfm-api-password} ~* &* +@all -@admin -@dangerous
user metrics on #\${sha256:redis-credentials.metrics-password} +ping +info +config|get +client|setname +slowlog +latency +dbsize
`,
  },
  'objects-credentials': {
    'backup-access-key': OBJECTS_USER.backup,
    'users.json': JSON.stringify({
      accessAccounts: {
        'kfm-api': { access: OBJECTS_USER.api, secret: '${objects-credentials.kfm-api-secret-key}', role: 'userplus' },
        backup: { access: OBJECTS_USER.backup, secret: '${objects-credentials.backup-secret-key}', role: 'admin' },
      },
    }),
  },
  'grafana-admin': { 'admin-user': 'admin' },
  'alert-receiver': { url: 'http://localhost/nobody-listens/${alert-receiver.url}' },
};

/** What readers of a Secret look for on it. */
const LABELS: Readonly<Record<string, Labels>> = {
  'argocd-notifications-secret': { 'app.kubernetes.io/part-of': 'argocd' },
};

/** The plan by which all keys of these secrets are made. */
export function secretPlan(secrets: readonly SecretRef[]): SecretPlan {
  const byName = groupBy(secrets, ({ namespace, name }) => `${namespace}/${name}`);
  return {
    secrets: [...byName.values()].map((same) => {
      const { namespace, name } = same[0] as SecretRef;
      const keys = [...new Set(same.flatMap((secret) => secret.keys))].sort();
      const template = (key: string): string => TEMPLATES[name]?.[key] ?? `\${${name}.${key}}`;
      return { namespace, name, labels: LABELS[name] ?? {}, data: Object.fromEntries(keys.map((key) => [key, template(key)])) };
    }),
  };
}

/** The plan of the mock secrets among them, which seeding makes in the cluster. */
export function mockPlan(secrets: readonly SecretRef[]): SecretPlan {
  return secretPlan(secrets.filter(({ kind }) => kind === 'mock'));
}
