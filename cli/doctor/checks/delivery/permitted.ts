import { destinationProblem, type Manifest, sourceProblem } from '../../../../lib';
import { kubectlLine } from '../../../drift/hint';
import type { Live } from '../../../verify/check';
import { saidFor, short, sourceOf } from '../../applications';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const permitted: Check = {
  id: 'delivery/permitted',
  title: "each Application's project is there, and permits its repository and its destination",
  asked: ['001: AppProjects constrain destinations and sources', 'B25', 'B27'],
  needs: 'cluster',
  reads: ['applications', 'projects'],
  examine: (facts) => {
    const projects = list(facts, 'projects');
    const applications = list(facts, 'applications');
    const said = new Map(saidFor(facts, 'permission').map(({ application, message }) => [application, message]));
    const findings = applications.flatMap((application) => {
      const name = String(application.spec?.project ?? 'default');
      const project = projects.find(({ metadata }) => metadata.name === name);
      const reasons = project === undefined ? [`there is no AppProject ${name}`] : refusals(project, application);
      const message = said.get(application);
      if (reasons.length === 0 && message === undefined) return [];
      const next = `${kubectlLine(facts.place, `--namespace argocd get appproject ${name} --output yaml`)}; ceilings are in envs/catalogue.ts`;
      const found = [...reasons, ...(message === undefined ? [] : [short(message)])].join('; ');
      return [problem(aboutOf(application), { found, expected: `AppProject ${name} permits it`, next })];
    });
    return { checked: `${applications.length} Applications and ${projects.length} AppProjects`, findings };
  },
};

function refusals(project: Live, application: Live): string[] {
  const manifest = project as object as Manifest;
  const problems = [
    sourceProblem(manifest, sourceOf(application).repoURL ?? ''),
    destinationProblem(manifest, application.spec?.destination ?? {}),
  ];
  return problems.filter((one) => one !== undefined);
}
