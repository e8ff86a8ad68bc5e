import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

/** Programs of Argo CD of which there are several where an environment is highly available (lib/addon/argo-cd.ts). */
const PROGRAMS = ['argocd-repo-server', 'argocd-server', 'argocd-applicationset-controller'];

export const availability: Check = {
  id: 'bootstrap/availability',
  title: 'Argo CD is highly available where the environment is declared so',
  asked: ['001: controller is running HA as required', 'B26'],
  needs: 'cluster',
  reads: ['deployments'],
  examine: (facts) => {
    if (!facts.isHighlyAvailable) return { checked: `${facts.environment} is not declared so`, findings: [] };
    const own = list(facts, 'deployments').filter(({ metadata }) => metadata.namespace === 'argocd' && PROGRAMS.includes(metadata.name));
    const expected = 'two that are ready';
    const next = 'lib/addon/argo-cd.ts has the values; compare them with helm.valuesObject of the Application argocd';
    const findings = own
      .filter(({ status }) => Number(status?.readyReplicas ?? 0) < 2)
      .map((one) => problem(aboutOf(one), { found: `${one.status?.readyReplicas ?? 0} ready`, expected, next }));
    const names = own.map(({ metadata }) => metadata.name);
    const missing = PROGRAMS.filter((name) => !names.includes(name)).map((name) =>
      problem({ kind: 'Deployment', namespace: 'argocd', name }, { found: 'is not there', expected, next }),
    );
    return { checked: PROGRAMS.join(', '), findings: [...findings, ...missing] };
  },
};
