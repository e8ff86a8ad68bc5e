import { riskiestFirst } from '../../lib/comparison/riskiest';

function difference(spoken: string, field: string): Parameters<typeof riskiestFirst>[0][number] {
  return { object: spoken, spoken, component: 'kfm-api', field, before: 1, after: 2 };
}

test('what may do more comes before what runs, who may reach it, what it reads, and the rest in its order', () => {
  const POD = 'spec.template.spec';
  const differences = [
    difference('Deployment kfm-api/kfm-api', 'spec.revisionHistoryLimit'),
    difference('Deployment kfm-api/kfm-api', 'spec.paused'),
    difference('Deployment kfm-api/kfm-api', `${POD}.containers[name=kfm-api].env[name=X].value`),
    difference('NetworkPolicy kfm-api/default-deny', 'spec.policyTypes[0]'),
    difference('Deployment kfm-api/kfm-api', `${POD}.containers[name=kfm-api].image`),
    difference('ClusterRole kfm-api', 'rules[0].verbs[0]'),
    difference('Deployment kfm-api/kfm-api', `${POD}.containers[name=kfm-api].securityContext.privileged`),
    difference('NetworkPolicy kfm-api/kfm-api', ''),
  ];

  expect(riskiestFirst(differences)).toEqual([...differences.slice(2).reverse(), ...differences.slice(0, 2)]);
});
