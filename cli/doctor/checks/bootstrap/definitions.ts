import { clusterLine } from '../../../drift/hint';
import { isUnread } from '../../facts';
import { type Check, problem, untold } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const definitions: Check = {
  id: 'bootstrap/definitions',
  title: 'the cluster knows every kind that dist has',
  asked: ['001: Bootstrap step 2', '002: check --pre', 'B22', 'C21'],
  needs: 'cluster',
  examine: ({ live, dist, place }) => {
    if (live === undefined || isUnread(live)) return { checked: 'nothing', findings: [] };
    const wanted = [
      ...new Set(dist.map(({ apiVersion, kind }) => `${kind}.${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}`)),
    ].sort();
    const missing = wanted.filter((kind) => !live.served.has(kind));
    const expected = 'a CustomResourceDefinition, which its chart brings';
    const next = `${clusterLine(place, 'apply-platform')}, or wait for the add-on; ${RUNBOOK.bootstrap} step 2`;
    return {
      checked: `${wanted.length} kinds`,
      findings: missing.map((kind) => {
        const about = { kind: 'Kind', name: kind.replace(/\.$/, '') };
        return live.gap === ''
          ? problem(about, { found: 'the server does not know it', expected, next })
          : untold(about, { found: `the server did not name all that it serves: ${live.gap}`, expected, next });
      }),
    };
  },
};
