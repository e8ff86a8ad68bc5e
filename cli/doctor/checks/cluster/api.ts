import { isUnread } from '../../facts';
import { type Check, problem, untold } from '../../finding';

export const api: Check = {
  id: 'cluster/api',
  title: 'the API server answers, in the version of the facts',
  asked: ['004: Cluster Fails to Bootstrap', '002: check --pre', 'C21', 'E37'],
  needs: 'cluster',
  examine: ({ live, cluster, place }) => {
    if (live === undefined || isUnread(live)) return { checked: 'nothing', findings: [] };
    const about = { kind: 'Cluster', name: place.context };
    const next = 'envs/clusters.ts says which version the manifests are judged for; change it there, or the cluster';
    const { version, server } = live;
    const expected = `Kubernetes ${cluster.kubernetes}`;
    const findings = isUnread(version)
      ? [untold(about, { found: version.problem, expected, next })]
      : version === cluster.kubernetes
        ? []
        : [problem(about, { found: `Kubernetes ${version}`, expected, next })];
    return { checked: server, findings };
  },
};
