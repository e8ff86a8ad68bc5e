import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { doesNotRender } from '../messages';
import type { Change } from './changes';

/** Prints what all environments would be, or what is wrong with them. */
const ENTRY = `
import { synthesizeSelected } from './cli/environments';
import { printFindings } from './cli/report/findings';
import { terminal } from './cli/report/terminal';
import { isRed } from './lib';

async function main() {
  const syntheses = await synthesizeSelected(undefined);
  const findings = syntheses.filter(({ judgement }) => isRed(judgement)).flatMap(({ judgement }) => judgement.findings);
  if (findings.length > 0) throw { message: '', findings };
  return syntheses.flatMap(({ environment, files }) => [...files].map(([path, text]) => [environment + '/' + path, text]));
}

main().then(
  (files) => process.stdout.write(JSON.stringify(files)),
  ({ message, findings = [] }) => {
    process.exitCode = 1;
    printFindings(findings, terminal(process.stderr, process.stderr, {}));
    process.stderr.write(message);
  },
);
`;

/**
 * Renders all environments as they would be with the changes, which are not made: path below dist → text.
 * @throws what the program or a gate says of them
 */
export async function rendered(root: string, changes: readonly Change[]): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'new-'));
  try {
    const bundle = join(folder, 'trial.js');
    writeFileSync(bundle, await bundled(root, changes));
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundle], { encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (status !== 0) throw doesNotRender(stderr);
    return new Map(JSON.parse(stdout) as [string, string][]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundled(root: string, changes: readonly Change[]): Promise<string> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      stdin: { contents: ENTRY, resolveDir: root, sourcefile: 'trial.ts', loader: 'ts' },
      outfile: 'trial.js',
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: ['esbuild'],
      logLevel: 'silent',
      plugins: [overlay(new Map(changes.map(({ path, after }) => [join(root, path), after])))],
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw doesNotRender((error as Error).message);
  }
}

/** Files as they would be, in front of those on the disk. */
function overlay(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'overlay',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}(?:\/|$)/ }, ({ path, resolveDir, kind }) => {
        if (kind === 'entry-point' || path.includes('*')) return undefined;
        const file = ['', '.ts', '/index.ts']
          .map((end) => `${resolve(resolveDir, path)}${end}`)
          .find((candidate) => files.has(candidate) || (existsSync(candidate) && statSync(candidate).isFile()));
        return file === undefined ? undefined : { path: file };
      });
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = files.get(path);
        return contents === undefined ? undefined : { contents, loader: 'ts', resolveDir: join(path, '..') };
      });
    },
  };
}
