import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { environments } from '../../envs';
import { readManifests } from '../../lib';
import { treeOf } from '../cli/run';

const DIST = join(__dirname, '../../dist');
const NAMES = Object.keys(environments);

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? test : test.skip;

kubectl.each(NAMES)('kubectl kustomize builds exactly the objects in the files of %s (skipped without kubectl)', (name) => {
  const { stdout, status } = spawnSync('kubectl', ['kustomize', join(DIST, name)], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  expect(status).toBe(0);

  const files = Object.entries(treeOf(join(DIST, name))).filter(([path]) => path.includes('/'));
  const fromFiles = files.flatMap(([, text]) => readManifests(text).manifests);

  expect(sorted(readManifests(stdout).manifests)).toEqual(sorted(fromFiles));
});

function sorted(manifests: readonly object[]): string[] {
  return manifests
    .map((manifest) =>
      JSON.stringify(manifest, (_, value) => (isMapping(value) ? Object.fromEntries(Object.entries(value).sort()) : value)),
    )
    .sort();
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
