import { KubeObject, type Typed } from '../construct/kube-object';
import { UnitChart } from '../construct/unit-chart';
import { ARGO_CD_NAMESPACE } from '../manifest/unit';
import type { Rule } from '../policy/rule';
import type { Platform } from '../tenancy/component';
import { PLATFORM, platformLabels } from '../tenancy/labels';
import { admissionPolicies } from './admission-policy';

/** The rules about single objects, enforced in the namespaces of teams. What it depends on alone may warn only. */
export class Admission extends UnitChart {
  constructor(scope: Platform, rules: readonly Rule[]) {
    super(scope, { folder: 'policies/admission', component: 'admission', project: 'platform', namespace: ARGO_CD_NAMESPACE });
    const { catalogue, cluster, traits } = scope;
    const tiers = Object.values(catalogue.namespaces).map(({ tier }) => tier);
    const policies = admissionPolicies(rules, {
      kubernetes: cluster.kubernetes,
      denies: traits.purpose !== 'development',
      namespaces: { label: `${PLATFORM}/tier`, values: [...new Set(tiers)].sort() },
      labels: platformLabels(catalogue.partOf, 'admission'),
    });
    for (const manifest of policies)
      new KubeObject(this, `${manifest.kind}-${manifest.metadata.name}`, manifest as Typed<Record<string, unknown>>);
  }
}
