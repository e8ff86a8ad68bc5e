import { kubectlLine } from '../../../drift/hint';
import { condition } from '../../../verify/check';
import { short } from '../../applications';
import { list, same } from '../../facts';
import { aboutOf, type Check, type Finding, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const certificate: Check = {
  id: 'edge/certificate',
  title: 'certificates are ready, and listeners find theirs',
  asked: ['000: a service is unreachable', 'A52'],
  needs: 'cluster',
  reads: ['certificates', 'gateways', 'secrets'],
  examine: (facts) => {
    const all = list(facts, 'certificates');
    const unready = all.flatMap((one) => {
      const { status, message = 'nobody has looked at it' } = condition(one, 'Ready') ?? {};
      const { namespace, name } = one.metadata;
      const next = `${kubectlLine(facts.place, `--namespace ${namespace} describe certificate ${name}`)}; ${RUNBOOK.delivery} CertificateNotRenewed`;
      return status === 'True' ? [] : [problem(aboutOf(one), { found: short(message), expected: 'Ready', next })];
    });
    const gateways = list(facts, 'gateways');
    const missing = gateways.flatMap((gateway): Finding[] => {
      const { namespace = '' } = gateway.metadata;
      const listeners = (gateway.spec?.listeners ?? []) as readonly {
        tls?: { certificateRefs?: readonly { name: string; namespace?: string }[] };
      }[];
      const names = new Set(
        listeners.flatMap(({ tls }) => (tls?.certificateRefs ?? []).map((one) => `${one.namespace ?? namespace}/${one.name}`)),
      );
      return [...names].flatMap((key) => {
        const [at, name] = key.split('/') as [string, string];
        if (same(list(facts, 'secrets'), { metadata: { namespace: at, name } }) !== undefined) return [];
        const next = `${kubectlLine(facts.place, `--namespace ${at} get certificate,certificaterequest`)}; ${RUNBOOK.delivery} CertificateNotRenewed`;
        const found = `is not there, and Gateway ${gateway.metadata.name} presents it`;
        return [problem({ kind: 'Secret', namespace: at, name }, { found, expected: 'the certificate of its hosts', next })];
      });
    });
    return { checked: `${all.length} certificates, ${gateways.length} Gateways`, findings: [...unready, ...missing] };
  },
};
