import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { doesNotRender } from '../messages';
import type { Change } from './changes';

/**
 * Runs a program of the project as it would be with changes, which are not made, and returns what it prints.
 * `program` is TypeScript with imports from the project's folder; it finds `input` in its first argument, as JSON.
 * @throws what it or the compiler says
 */
export async function overlaid(root: string, changes: readonly Change[], program: string, input: unknown = null): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'overlaid-'));
  try {
    const bundle = join(folder, 'program.js');
    writeFileSync(bundle, await bundled(root, changes, program));
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, JSON.stringify(input)], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    if (status !== 0) throw doesNotRender(stderr);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundled(root: string, changes: readonly Change[], program: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      stdin: { contents: program, resolveDir: root, sourcefile: 'program.ts', loader: 'ts' },
      outfile: 'program.js',
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
