import { policyEffect, workloadIn } from '../../connections';
import { type Check, problem } from '../../finding';
import { nextFor, unsure } from './network-policy';

export const isolation: Check = {
  id: 'service/isolation',
  title: 'the policies of the cluster let nothing through that dist does not',
  asked: ['001: NetworkPolicies that prevent lateral movement', 'A51'],
  needs: 'cluster',
  reads: ['networkPolicies', 'namespaces'],
  examine: (facts) => {
    const { changes, undecided, policies } = policyEffect(facts);
    const opened = changes.filter(({ change }) => change === 'new' || change === 'widened' || change === 'changed');
    const namespaces = [
      ...new Set(opened.flatMap(({ from, to }) => [workloadIn(to), workloadIn(from)].flatMap((one) => one?.namespace ?? []))),
    ];
    // A namespace that lost its own policies is at one end of all that opened.
    const culprits = new Set(policies.map((line) => line.slice(0, line.indexOf('/'))));
    const blamed = namespaces.filter((namespace) => culprits.has(namespace));
    const findings = (blamed.length > 0 ? blamed : namespaces).map((name) => {
      const own = opened.filter(({ from, to }) => workloadIn(from)?.namespace === name || workloadIn(to)?.namespace === name);
      const inside = own.filter(({ from, to }) => workloadIn(from) !== undefined && workloadIn(to) !== undefined);
      const shown = [...inside, ...own.filter((one) => !inside.includes(one))]
        .slice(0, 2)
        .map(({ from, to, after }) => `${from} to ${to} on ${after}`);
      const of = policies.filter((line) => line.startsWith(`${name}/`));
      const found = `${own.length} connections more may be opened: ${shown.join('; ')}`;
      return problem({ kind: 'Namespace', name }, { found, expected: 'as closed as dist says', next: nextFor(facts, of) });
    });
    return { checked: `${changes.length} differences of who may reach whom`, findings: [...findings, ...unsure(facts, undecided)] };
  },
};
