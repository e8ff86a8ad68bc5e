import { sourceOf } from '../../applications';
import { committed } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

export const source: Check = {
  id: 'delivery/source',
  title: 'Applications of dist name the repository of the catalogue, its branch and a folder that is there',
  asked: ['000: repo path + revision', 'A51'],
  needs: 'repository',
  examine: (facts) => {
    const { repository, folder, environment, dist } = facts;
    const applications = committed(facts, 'Application').filter((one) => sourceOf(one).chart === undefined);
    const folders = foldersOf(facts.files);
    const findings = applications.flatMap((application) => {
      const { repoURL, path = '', targetRevision } = sourceOf(application);
      const next = `npm run synth -- --env ${environment}; if it stays, compare envs/catalogue.ts`;
      const about = aboutOf(application);
      return [
        ...(repoURL === repository.url ? [] : [problem(about, { found: `repository ${repoURL}`, expected: repository.url, next })]),
        ...(targetRevision === repository.revision
          ? []
          : [problem(about, { found: `revision ${targetRevision}`, expected: repository.revision, next })]),
        ...(folders.has(path) ? [] : [problem(about, { found: `path ${path}`, expected: `a folder of ${folder}`, next })]),
      ];
    });
    if (dist.length > 0 && applications.length === 0)
      findings.push(
        problem(
          { kind: 'Folder', name: folder },
          { found: 'no Application', expected: 'one for every folder', next: `npm run synth -- --env ${environment}` },
        ),
      );
    return { checked: `${applications.length} Applications of ${folder}`, findings };
  },
};

/** Every folder that a file lies in, and those above it. */
function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.split('/').slice(0, -1);
    for (let length = 1; length <= parts.length; length += 1) folders.add(parts.slice(0, length).join('/'));
  }
  return folders;
}
