import { dnsLabelProblem } from '../../manifest/name';
import { FOLDERS, topFolder } from '../../manifest/unit';
import type { Rule } from '../rule';

export const unitFolder: Rule = {
  id: 'names/unit-folder',
  title: 'Units stand in the folders of the layout, and components are DNS labels',
  severity: 'error',
  rationale: 'The folder becomes a path in dist and the name of an Application: a name such as `../x` would leave the tree.',
  requirements: ['A30', 'C25'],
  fix: 'rename the component in envs/catalogue.ts',
  *check(world) {
    const seen = new Set<string>();
    for (const object of world.objects) {
      const { unit } = object;
      if (unit === undefined || seen.has(`${unit.folder} ${unit.component}`)) continue;
      seen.add(`${unit.folder} ${unit.component}`);
      if (!Object.hasOwn(FOLDERS, topFolder(unit))) {
        yield { object, message: `the folder "${unit.folder}" is none of the layout's: ${Object.keys(FOLDERS).join(', ')}` };
      }
      for (const name of new Set([...unit.folder.split('/'), unit.component])) {
        const problem = dnsLabelProblem(name);
        if (problem !== undefined) yield { object, message: `its unit: ${problem}` };
      }
    }
  },
};
