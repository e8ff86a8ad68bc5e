import { installation } from '../../../ports/programs';
import { type Check, problem } from '../../finding';

export const tools: Check = {
  id: 'machine/tools',
  title: 'the programs that the commands of this environment call are there, but for Docker',
  asked: ['004: Cluster Fails to Bootstrap', '002: check --pre', 'C21', 'E37'],
  needs: 'machine',
  examine: ({ machine: { programs, missing } }) => ({
    checked: [...programs].map(([name, version]) => (version === '' ? name : `${name} ${version}`)).join(', ') || 'none',
    findings: missing
      .filter(({ name }) => name !== 'docker')
      .map(({ name, line }) => problem({ kind: 'Program', name }, { found: line, expected: name, next: installation(name) })),
  }),
};
