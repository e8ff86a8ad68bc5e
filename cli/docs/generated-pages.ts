import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../lib';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { program } from '../main';
import { commandsPage } from './commands-page';
import { type Objective, objectivesIn } from './objectives';
import { platformPage } from './platform-page';

/** The pages that are made of code: path in the project → text. */
export async function generatedPages(root: string): Promise<ReadonlyMap<string, string>> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const environments: Environment[] = [];
  for (const name of selectEnvironments(undefined)) environments.push(makeEnvironment(name, await loadEnvironment(name)));
  const objectives = new Map(environments.map(({ name }) => [name, objectivesBelow(root, `dist/${name}/observability`)]));
  return new Map([
    [
      'docs/commands.md',
      commandsPage(
        program(async () => {}),
        scripts,
      ),
    ],
    ['docs/platform.md', platformPage({ environments, objectives })],
  ]);
}

function objectivesBelow(root: string, folder: string): Objective[] {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?:^|\/)prometheusrule\..*\.yaml$/.test(file),
  );
  return files.sort().flatMap((file) => objectivesIn(readFileSync(join(root, folder, file), 'utf8'), `${folder}/${file}`));
}
