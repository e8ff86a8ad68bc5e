import { DIST_IS_SYNTH } from '../../../../lib';
import { isUnread } from '../../facts';
import { type Check, problem, untold } from '../../finding';

export const renders: Check = {
  id: 'delivery/renders',
  title: 'dist is what the classes render',
  asked: ['000: manifests render', '001: Definition of Done', 'A51'],
  needs: 'repository',
  examine: ({ clone: { gates }, environment, folder }) => {
    const next = `npm run synth -- --env ${environment} --check, then npm run synth and commit`;
    if (isUnread(gates)) {
      const about = { kind: 'Environment', name: environment };
      return { checked: folder, findings: [untold(about, { found: gates.problem, expected: 'an environment that renders', next })] };
    }
    const findings = gates
      .filter(({ rule }) => rule === DIST_IS_SYNTH)
      .map(({ file, message }) => problem({ kind: 'File', name: file }, { found: message, expected: 'what synth writes', next }));
    return { checked: folder, findings };
  },
};
