import { type LaidOut, type Side, type Synthesis, valueAt, withoutPauses } from '../lib';

/** An environment as comparisons see it: as it would be published, locked components with the bytes that they keep, and without pauses, which records declare. */
export function sideOf({ source, rendered, objects, standings }: Synthesis): Side {
  const { name, traits, cluster, delivery, catalogue } = source;
  return {
    name,
    traits,
    cluster,
    cadence: delivery.cadence,
    repository: delivery.repositoryIn(catalogue).url,
    components: source.overrides(),
    quotas: grantedQuotas(Object.keys(catalogue.namespaces), rendered),
    secrets: source.secrets(),
    objects: withoutPauses(objects),
    rendered,
    behind: new Set(standings.flatMap(({ state, component }) => (['behind', 'waiting'].includes(state) ? [component] : []))),
  };
}

/** What the class grants the namespaces of teams: an environment does not keep it but in the quotas that it renders. */
function grantedQuotas(namespaces: readonly string[], rendered: readonly LaidOut[]): Side['quotas'] {
  const granted = rendered.flatMap(({ manifest, unit: { component } }) => {
    const namespace = namespaces.find((name) => component === `namespace-${name}`);
    return manifest.kind === 'ResourceQuota' && namespace !== undefined ? [[namespace, valueAt(manifest, 'spec.hard')] as const] : [];
  });
  return Object.fromEntries(granted) as Side['quotas'];
}
