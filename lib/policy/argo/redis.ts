import { textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import type { Rule, Violation } from '../rule';
import { SecretSources } from '../secrets/secret-source';
import type { World } from '../world';
import { type ArgoCdChart, argoCdCharts, settingsOf } from './settings';

/** Where the programs of Argo CD look for the password. */
const SECRET = { name: 'argocd-redis', key: 'auth' } as const;

export const redis: Rule = {
  id: 'argo/redis',
  title: 'The Redis of Argo CD is its own, in its namespace, and asks for a password',
  severity: 'error',
  rationale:
    'Argo CD keeps rendered manifests in it and applies what it finds there: whoever writes to it writes to every cluster (hardening, control-plane ConfigMaps: Redis auth/TLS; CVE-2024-31989).',
  requirements: ['B1', 'B8', 'B41'],
  fix: `let the chart install its Redis beside Argo CD, and make the password in the Secret ${SECRET.name}`,
  *check(world) {
    for (const { object, values, at } of settingsOf(world, 'argocd-cmd-params-cm')) {
      const server = values.get('redis.server') ?? '';
      if (!isBeside(server)) yield { object, field: at('redis.server'), message: elsewhere(server) };
    }
    for (const chart of argoCdCharts(world)) {
      const host = textAt(chart.values, 'externalRedis.host') ?? '';
      if (!isBeside(host)) yield { object: chart.object, field: chart.at('externalRedis.host'), message: elsewhere(host) };
      yield* unasked(chart, world);
    }
  },
};

/** A Service beside Argo CD, by any of the names that it has there. */
const BESIDE = new RegExp(`^[a-z0-9-]*(\\.${ARGO_CD_NAMESPACE}(\\.svc(\\.cluster\\.local)?)?)?\\.?(:\\d+)?$`);

/** Empty, Argo CD and its chart take their own. */
function isBeside(server: string): boolean {
  return BESIDE.test(server);
}

function elsewhere(server: string): string {
  return `is "${server}", which is not in ${ARGO_CD_NAMESPACE}: whoever writes there chooses what is applied`;
}

/** A Redis that lets in whoever comes. */
function* unasked({ object, values, at }: ArgoCdChart, world: World): Iterable<Violation> {
  if (valueAt(values, 'redis-ha.enabled') === true && valueAt(values, 'redis-ha.auth') === false) {
    yield { object, field: at('redis-ha.auth'), message: 'is false, so that Redis asks nobody for a password' };
  }
  // In a cluster of others the Secret may be there.
  if (object.unit === undefined || valueAt(values, 'redisSecretInit.enabled') !== false) return;
  const sources = new SecretSources(world).of(ARGO_CD_NAMESPACE, SECRET.name);
  if (sources.some(({ keys }) => keys?.has(SECRET.key) !== false)) return;
  const message = `is false, and nothing brings the Secret ${SECRET.name} with the key ${SECRET.key}, so that Redis asks nobody for a password`;
  yield { object, field: at('redisSecretInit.enabled'), message };
}
