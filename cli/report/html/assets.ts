import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** What a page is dressed and moved by: one text each, from files beside this one. */
export interface Assets {
  readonly style: string;
  readonly script: string;
}

/** @param root folder of the project, whose files they are */
export function assetsIn(root: string): Assets {
  const folder = join(root, 'cli/report/html');
  return { style: bundled(join(folder, 'style/page.css')), script: bundled(join(folder, 'client/main.mjs')) };
}

function bundled(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: ['chrome120', 'firefox120', 'safari17'],
    charset: 'ascii',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return (outputFiles[0]?.text ?? '').trim();
}
