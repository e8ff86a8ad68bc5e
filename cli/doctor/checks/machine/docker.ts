import { type Check, problem } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const docker: Check = {
  id: 'machine/docker',
  title: 'Docker runs, where clusters are containers',
  asked: ['004: Cluster Fails to Bootstrap: docker ps', 'E37'],
  needs: 'machine',
  examine: ({ isLocal, environment, machine: { missing } }) => {
    if (!isLocal) return { checked: `${environment} is not on this machine`, findings: [] };
    const own = missing.filter(({ name }) => name === 'docker');
    const next = `docker ps; k3d cluster list or kind get clusters; ${RUNBOOK.local}`;
    return {
      checked: 'docker info',
      findings: own.map(({ line }) =>
        problem({ kind: 'Program', name: 'docker' }, { found: line, expected: 'a daemon that answers', next }),
      ),
    };
  },
};
