import { isUnread } from '../../facts';
import { type Check, problem, untold } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const dns: Check = {
  id: 'edge/dns',
  title: 'every host has an address',
  asked: ['000: DNS / wildcard domain configuration', 'A52'],
  needs: 'network',
  examine: ({ names, cluster, isLocal }) => {
    const expected = 'the address of the edge';
    const findings = [...names].flatMap(([name, answer]) => {
      const about = { kind: 'Host', name };
      const record = isLocal
        ? `127.0.0.1 ${name} in /etc/hosts (${RUNBOOK.local})`
        : `a record, or *.${cluster.domain}, at whoever runs DNS`;
      if (answer === 'missing') return [problem(about, { found: 'no such name', expected, next: `${record}; nslookup ${name}` })];
      if (isUnread(answer))
        return [untold(about, { found: answer.problem, expected, next: `nslookup ${name}, from a machine that may ask` })];
      return [];
    });
    return { checked: `${names.size} hosts`, findings };
  },
};
