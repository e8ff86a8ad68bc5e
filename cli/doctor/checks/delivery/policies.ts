import { DIST_IS_SYNTH } from '../../../../lib';
import { isUnread } from '../../facts';
import { type Check, problem, untold } from '../../finding';

export const policies: Check = {
  id: 'delivery/policies',
  title: 'every gate is green',
  asked: ['000: policy failures', '001: Definition of Done', 'A51'],
  needs: 'repository',
  examine: ({ clone: { gates }, environment }) => {
    const checked = `the gates of ${environment}`;
    if (isUnread(gates)) {
      const told = { found: gates.problem, expected: 'an environment that renders', next: `npm run validate -- --env ${environment}` };
      return { checked, findings: [untold({ kind: 'Environment', name: environment }, told)] };
    }
    const red = gates.filter(({ rule, severity }) => severity === 'error' && rule !== DIST_IS_SYNTH);
    const findings = red.map(({ rule, file, object, field, message, fix }) =>
      problem(
        { kind: 'Finding', name: [object || file, field].filter(Boolean).join(' ') },
        { found: `${rule}: ${message}`, expected: fix, next: `npm run validate -- --env ${environment} --rule ${rule}` },
      ),
    );
    return { checked, findings };
  },
};
