import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, readDocument } from './document';
import type { Site } from './site';

/** What of the project is rendered: the pages of people, and those that synth writes for each environment. */
export function projectSite(root: string): Site {
  const environments = existsSync(join(root, 'dist')) ? readdirSync(join(root, 'dist')).map((name) => `dist/${name}/README.md`) : [];
  const paths = [
    'README.md',
    'CONTRIBUTING.md',
    ...environments.filter((path) => existsSync(join(root, path))),
    ...markdownBelow(root, 'docs'),
  ];
  const documents = new Map<string, Document>();
  for (const path of paths.sort()) documents.set(path, readDocument(path, readFileSync(join(root, path), 'utf8')));
  return {
    documents,
    kindOf: (path) => {
      const stat = statSync(join(root, path), { throwIfNoEntry: false });
      if (stat === undefined || path.split('/').includes('node_modules')) return undefined;
      return stat.isDirectory() ? 'directory' : 'file';
    },
    source: (path, isFolder) => (isFolder ? listing(join(root, path)) : readFileSync(join(root, path), 'utf8')),
    asset: (name) => readFileSync(join(__dirname, 'assets', name), 'utf8'),
  };
}

function markdownBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return markdownBelow(root, path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

function listing(folder: string): string {
  const names = readdirSync(folder, { withFileTypes: true }).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return names.sort().join('\n');
}
