import type { Effect, FileChange } from './consequence';
import { joined, listed } from './wording';

const GENERATED = new Set(['README.md', 'index.json', 'kustomization.yaml']);

/** Files that `synth` makes of all the others, for people and for tools. */
export function isGenerated({ path }: FileChange): boolean {
  return GENERATED.has(path);
}

/** Only kustomize's list is applied, in an emergency, so it must say no more than that files came and went. */
export function generatedEffect(file: FileChange, all: readonly FileChange[]): Effect {
  if (file.path !== 'kustomization.yaml')
    return { risk: 'cosmetic', summary: 'is generated for people and tools; nothing applies it', fields: [] };
  const { paths, more } = readList(file.after ?? '');
  const expected = expectedPaths(file, all);
  const foreign = [...paths].filter((path) => !expected.has(path));
  const missing = [...expected].filter((path) => !paths.has(path));
  const summary = joined(
    more.length === 0 ? '' : `holds more than the list of files: ${listed(more)}`,
    foreign.length === 0 ? '' : `lists what is no file of the environment: ${listed(foreign)}`,
    missing.length === 0 ? '' : `leaves out ${listed(missing)}`,
  );
  if (summary === '') return { risk: 'cosmetic', summary: 'follows from the other files', fields: [] };
  return {
    risk: 'configuration',
    weight: 4,
    summary: `${summary}; kubectl apply -k applies something else than Argo CD`,
    fields: [],
  };
}

/** What was listed before, less what left, and what came. */
function expectedPaths(file: FileChange, all: readonly FileChange[]): Set<string> {
  const manifests = all.filter(({ path }) => /\/.*\.yaml$/.test(path));
  const gone = new Set(manifests.flatMap(({ path, after }) => (after === undefined ? [path] : [])));
  const arrived = manifests.flatMap(({ path, before }) => (before === undefined ? [path] : []));
  return new Set([...readList(file.before ?? '').paths, ...arrived].filter((path) => !gone.has(path)));
}

/** Lines as `synth` writes them; any other one makes it more than a list. */
const LINE = /^(?:#.*|apiVersion: .*|kind: Kustomization|resources:(?: \[\])?| {2}- (\S+)|)$/;

function readList(text: string): { readonly paths: ReadonlySet<string>; readonly more: readonly string[] } {
  const paths = new Set<string>();
  const others: string[] = [];
  let isResource = false;
  for (const line of text.split('\n')) {
    const path = LINE.exec(line)?.[1];
    if (/^\S/.test(line)) isResource = line.startsWith('resources:');
    if (path !== undefined && isResource) paths.add(path);
    else if (!LINE.test(line)) others.push(line);
  }
  const names = others.flatMap((line) => /^([\w-]+):/.exec(line)?.[1] ?? []);
  return { paths, more: names.length > 0 ? names : others.slice(0, 1).map((line) => line.trim()) };
}
