import { isDeepStrictEqual } from 'node:util';
import { clusterLine, environmentLine } from '../../../drift/hint';
import { committed, list, same } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const projects: Check = {
  id: 'bootstrap/projects',
  title: 'AppProjects are there and constrain what dist says: repositories, destinations, kinds',
  asked: ['001: Bootstrap step 4', '001: AppProject restrictions', 'B22', 'B25', 'B27'],
  needs: 'cluster',
  reads: ['projects'],
  examine: (facts) => {
    const wanted = committed(facts, 'AppProject');
    const next = `${environmentLine(facts.place, 'drift')}; ${clusterLine(facts.place, 'apply-platform')} brings those of dist`;
    const findings = wanted.flatMap((project) => {
      const live = same(list(facts, 'projects'), project);
      if (live === undefined) return [problem(aboutOf(project), { found: 'is not there', expected: 'as in dist', next })];
      const fields = Object.keys({ ...project.spec, ...live.spec }).filter((field) => !isSame(project.spec?.[field], live.spec?.[field]));
      return fields.map((field) =>
        problem(aboutOf(project), {
          found: `spec.${field} is ${text(live.spec?.[field])}`,
          expected: text(project.spec?.[field]),
          next,
        }),
      );
    });
    return { checked: `${wanted.length} AppProjects`, findings };
  },
};

/** An empty list and none are one to the server. */
function isSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? undefined : value);
  return isDeepStrictEqual(plain(one), plain(other));
}

function text(value: unknown): string {
  const json = JSON.stringify(value) ?? 'none';
  return json.length > 160 ? `${json.slice(0, 160)}…` : json;
}
