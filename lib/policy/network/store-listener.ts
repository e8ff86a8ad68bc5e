import { entriesAt } from '../../manifest/fields';
import { fieldPath } from '../../manifest/manifest';
import type { Rule } from '../rule';
import { isStoreNamespace } from './store';

export const storeListener: Rule = {
  id: 'network/store-listener',
  title: 'Where stores speak TLS, PostgreSQL and Redis take no connection without it, nor without a client certificate',
  severity: 'error',
  rationale:
    'A server that also listens in plain text, or asks nobody for a certificate, is one that a stolen password opens (requirement E16: mTLS enforced).',
  requirements: ['A6', 'E16'],
  fix: 'ssl = on; hostssl … clientcert=verify-ca or verify-full for all but loopback; port 0, tls-port and tls-auth-clients yes',
  *check(world) {
    if (world.facts?.encrypted !== true) return;
    for (const object of world.ofType('/ConfigMap')) {
      if (!isStoreNamespace(world, world.namespaceOf(object))) continue;
      for (const [key, text] of entriesAt(object.manifest, 'data')) {
        const problems = Object.hasOwn(FILES, key) && typeof text === 'string' ? (FILES[key] as Reader)(text) : [];
        for (const message of problems) yield { object, field: fieldPath('data', key), message };
      }
    }
  },
};

type Reader = (text: string) => string[];

/** What servers read, by the names of their files. */
const FILES: Readonly<Record<string, Reader>> = { 'postgresql.conf': postgresql, 'pg_hba.conf': accessRules, 'redis.conf': redis };

/** The last of several lines counts. */
function postgresql(text: string): string[] {
  const values = [...text.matchAll(/^\s*ssl(?:\s*=\s*|\s+)'?(\w+)/gim)].map(([, value]) => (value as string).toLowerCase());
  return ['on', 'true', 'yes', '1'].includes(values.at(-1) ?? '') ? [] : [`has ssl ${values.at(-1) ?? 'not set'}; expected on`];
}

/** `host` takes connections with and without TLS; what comes from the pod itself does not leave it. */
function accessRules(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [type = '', , , address = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!type.startsWith('host') || LOOPBACK.has(address) || rest[0] === 'reject') return [];
    if (type !== 'hostssl') return [`lets in by "${line.trim()}", without TLS`];
    return rest.some((option) => /^clientcert=verify-(ca|full)$/.test(option) || option === 'cert')
      ? []
      : [`lets in by "${line.trim()}", without a client certificate`];
  });
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1/32', '::1/128', 'localhost']);

function redis(text: string): string[] {
  const settings = new Map(text.split('\n').map((line) => line.trim().split(/\s+/, 2) as [string, string | undefined]));
  const { port = '6379', 'tls-auth-clients': asks = 'yes' } = Object.fromEntries(settings);
  return [
    ...(port === '0' ? [] : [`listens in plain text on port ${port}; expected port 0`]),
    ...(asks === 'yes' ? [] : [`has tls-auth-clients ${asks}; expected yes`]),
  ];
}
