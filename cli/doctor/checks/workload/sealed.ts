import { kubectlLine } from '../../../drift/hint';
import { condition } from '../../../verify/check';
import { short } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const sealed: Check = {
  id: 'workload/sealed',
  title: 'every SealedSecret is opened',
  asked: ['001: Secrets', '001: Bootstrap done', 'B29', 'A51'],
  needs: 'cluster',
  reads: ['sealedSecrets'],
  examine: (facts) => {
    const all = list(facts, 'sealedSecrets');
    const findings = all.flatMap((secret) => {
      const { namespace, name } = secret.metadata;
      const { status, message = '' } = condition(secret, 'Synced') ?? {};
      const { generation } = secret.metadata as { generation?: number };
      const seen: number | undefined = secret.status?.observedGeneration;
      const isOld = seen !== undefined && generation !== undefined && seen < generation;
      if (status === 'True' && !isOld) return [];
      const found =
        status === undefined ? 'no controller has looked at it' : status === 'True' ? 'its last change was not looked at' : short(message);
      const next =
        status === 'False'
          ? `seal it anew with the certificate of this cluster: npm run seal -- --env ${facts.environment} --namespace ${namespace} --name ${name}; ${RUNBOOK.secrets}`
          : kubectlLine(facts.place, '--namespace sealed-secrets get pods');
      return [problem(aboutOf(secret), { found, expected: 'opened', next })];
    });
    return { checked: `${all.length} SealedSecrets`, findings };
  },
};
