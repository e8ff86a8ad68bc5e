import { join, relative, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import type { ExitCode } from '../command';
import { disk } from '../ports/file-system';
import { regenerate } from '../ports/generated-file';
import { type Terminal, terminal } from '../report/terminal';
import { generatedPages } from './generated-pages';
import { linksToNowhere } from './link';
import { projectSite } from './project';
import { publishSite } from './publish-site';
import { siteFiles } from './site';

const ROOT = join(__dirname, '../..');

interface Options {
  readonly out: string;
  readonly check?: boolean;
}

/** Makes the pages that are generated from code, and renders all pages into one static site that is opened from a disk. */
async function docs({ out, check = false }: Options, { result, say }: Terminal): Promise<ExitCode> {
  let stale = 0;
  for (const [path, text] of await generatedPages(ROOT)) {
    const done = regenerate({ fs: disk, root: ROOT, command: 'docs', path, text }, { check });
    if (done === 'unchanged') continue;
    stale++;
    if (check) result(`${done === 'added' ? 'missing' : 'changed'} ${path}`);
    else say(`${path}: ${done}`);
  }
  const site = projectSite(ROOT);
  if (check) {
    const broken = linksToNowhere(site);
    for (const line of broken) result(line);
    if (stale > 0) say('generated pages are not what the code says; run "npm run docs" and commit');
    return stale + broken.length > 0 ? 1 : 0;
  }
  const files = await siteFiles(site);
  const folder = resolve(out);
  publishSite(files, folder);
  const place = relative(process.cwd(), folder);
  result(`${place.startsWith('..') ? folder : place}/index.html: ${site.documents.size} pages, to be opened in a browser as it is`);
  return 0;
}

async function main(): Promise<ExitCode> {
  const speaks = terminal(process.stdout, process.stderr, process.env);
  let code: ExitCode = 0;
  const command = new Command('docs')
    .usage('[OPTIONS]')
    .description(
      'Write docs/commands.md and docs/platform.md, which are made of code, and render README, CONTRIBUTING, docs and the pages of the environments into one static site with search. It needs no server and asks for nothing outside.',
    )
    .option('--out <dir>', 'folder of the site; only one that docs made is replaced', join(ROOT, 'site'))
    .option('--check', 'write nothing; exit 1 if a generated page is not what the code says, or a link leads nowhere')
    .addHelpText('after', '\nExit codes: 0 fine, 1 a difference or finding, 2 could not do it.')
    .exitOverride()
    .action(async (options: Options) => {
      code = await docs(options, speaks);
    });
  try {
    await command.parseAsync(process.argv.slice(2), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const isExpected = error instanceof Error && (error.name === 'Refusal' || 'code' in error);
    speaks.say(`error: ${isExpected ? error.message : error instanceof Error ? error.stack : error}`);
    return 2;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
