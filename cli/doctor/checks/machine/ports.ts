import { isUnread } from '../../facts';
import { type Check, notAsked, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const ports: Check = {
  id: 'machine/ports',
  title: 'the ports of a local cluster are free, or its own',
  asked: ['004: Cluster Fails to Bootstrap: ports 80/443/6443', 'E37'],
  needs: 'machine',
  examine: ({ isLocal, environment, live, machine }) => {
    if (!isLocal) return { checked: `${environment} is not on this machine`, findings: [] };
    // A cluster that answers is who listens there.
    if (live !== undefined && !isUnread(live)) return { checked: `${machine.ports.join(', ')} are the cluster's`, findings: [] };
    const findings = machine.takenPorts.map((port) => {
      const about = { kind: 'Port', name: `${port}` };
      const told = { found: 'somebody listens there', expected: 'free, for the cluster' };
      if (live === undefined)
        return notAsked(about, { ...told, next: `the same without --offline, or lsof -i :${port}: is it the cluster?` });
      return problem(about, { ...told, next: `lsof -i :${port}; stop what listens there; ${RUNBOOK.local}` });
    });
    return { checked: machine.ports.join(', '), findings };
  },
};
