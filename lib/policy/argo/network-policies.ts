import { textAt } from '../../manifest/fields';
import { type Labels, valueAt } from '../../manifest/manifest';
import { peersOf } from '../../manifest/nobody';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import { podSelectorOf, policiesIn, rulesOf } from '../network/policy';
import type { Rule } from '../rule';
import { selects } from '../wiring/label-selector';
import type { WorldObject } from '../world-object';
import { type ArgoCdChart, argoCdCharts } from './settings';

export const componentPolicies: Rule = {
  id: 'argo/network-policies',
  title: 'Each program of Argo CD has a network policy that says whom it talks to',
  severity: 'error',
  rationale:
    'Argo CD ships a policy for each of its programs: one that none selects is cut off where everything else is denied, and open to every pod where it is not (hardening, control-plane ConfigMaps: the policies of its components).',
  requirements: ['B1', 'B41', 'B8'],
  fix: 'write a policy that selects its pods in lib/delivery/argo/network.ts',
  *check(world) {
    for (const chart of argoCdCharts(world)) {
      if (chart.object.unit === undefined || hasPolicies(chart)) continue;
      const policies = policiesIn(world, ARGO_CD_NAMESPACE).filter(allowsMoreThanNames);
      for (const [program, labels] of Object.entries(programsOf(chart))) {
        if (policies.some((policy) => selects(podSelectorOf(policy), labels))) continue;
        yield {
          object: chart.object,
          field: chart.at('global.networkPolicy.create'),
          message: `is not true, and no network policy in ${ARGO_CD_NAMESPACE} allows ${program} anything`,
        };
      }
    }
  },
};

/** Whether the chart brings the policies: asked to, and from version 10 on unless it is told not to. */
function hasPolicies({ source, values }: ArgoCdChart): boolean {
  const major = Number.parseInt(textAt(source, 'targetRevision') ?? '', 10);
  return (
    valueAt(values, 'global.networkPolicy.create') === true || (valueAt(values, 'global.networkPolicy.create') === undefined && major >= 10)
  );
}

const DNS = 53;

/** Whether a policy lets somebody in or out, and not only ask for names, as every pod may. */
function allowsMoreThanNames(policy: WorldObject): boolean {
  return rulesOf(policy).some(
    ({ value, direction, ports }) =>
      peersOf(value, direction === 'Ingress' ? 'from' : 'to')?.length !== 0 &&
      (ports.length === 0 || ports.some((port) => valueAt(port, 'port') !== DNS)),
  );
}

/** Programs that can be left out, by the key of their values. */
const OPTIONAL = { dex: 'dex-server', notifications: 'notifications-controller', redisSecretInit: 'redis-secret-init' } as const;

/** The programs that the chart installs, with the labels of their pods. */
function programsOf({ object, source, values }: ArgoCdChart): Readonly<Record<string, Labels>> {
  const release = textAt(source, 'helm.releaseName') ?? object.manifest.metadata.name;
  const prefix = textAt(values, 'nameOverride') ?? 'argocd';
  const isOn = (key: string): boolean => valueAt(values, `${key}.enabled`) === true;
  const isHighlyAvailable = isOn('redis-ha');
  const names = [
    'application-controller',
    'applicationset-controller',
    'repo-server',
    'server',
    ...Object.entries(OPTIONAL).flatMap(([key, name]) => (valueAt(values, `${key}.enabled`) === false ? [] : [name])),
    ...(isOn('commitServer') ? ['commit-server'] : []),
    ...(isHighlyAvailable || valueAt(values, 'redis.enabled') === false ? [] : ['redis']),
  ];
  const common = { 'app.kubernetes.io/instance': release, 'app.kubernetes.io/part-of': 'argocd' };
  const programs = names.map((name) => [
    name,
    { ...common, 'app.kubernetes.io/name': `${prefix}-${name}`, 'app.kubernetes.io/component': name },
  ]);
  // The chart of the cache labels its pods in its own way.
  const caches = {
    'redis-ha': { app: 'redis-ha', release },
    'redis-ha-haproxy': { app: 'redis-ha-haproxy', release, 'app.kubernetes.io/name': 'argocd-redis-ha-haproxy' },
  };
  return { ...Object.fromEntries(programs), ...(isHighlyAvailable && caches) };
}
