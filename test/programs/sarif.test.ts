import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { Log } from 'sarif';
import { createGenerator } from 'ts-json-schema-generator';

const PROJECT = join(__dirname, '../..');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sarif-'));
  mkdirSync(join(folder, 'a:b c'));
  writeFileSync(join(folder, 'a:b c', 'pod.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {hostPID: true}\n');
});

afterEach(() => rmSync(folder, { recursive: true }));

function validate(...args: string[]): { readonly status: number | null; readonly log: Log } {
  const file = join(folder, 'findings.sarif');
  const { status } = spawnSync('node', [join(PROJECT, 'cli/launcher.js'), 'validate', ...args, '--sarif', file], { cwd: PROJECT });
  return { status, log: JSON.parse(readFileSync(file, 'utf8')) };
}

test('findings as SARIF are what its schema asks for, and name rule, file and object', () => {
  const isSarif = new Ajv({ strict: false }).compile(
    createGenerator({ path: join(PROJECT, 'node_modules/@types/sarif/index.d.ts'), type: 'Log', skipTypeCheck: true }).createSchema(
      'Log',
    ) as object,
  );
  // Written over, as any result is.
  writeFileSync(join(folder, 'findings.sarif'), 'an older one');

  const { status, log } = validate('--manifests', join(folder, 'a:b c'), '--rule', 'pod-security/host-namespaces');

  isSarif(log);
  expect(isSarif.errors).toBeNull();
  expect(status).toBe(1);
  expect(log.version).toBe('2.1.0');
  const [run] = log.runs;
  const [result] = run?.results ?? [];
  expect(run?.results).toHaveLength(1);
  expect(result?.ruleId).toBe('pod-security/host-namespaces');
  expect(run?.tool.driver.rules?.[result?.ruleIndex as number]?.id).toBe(result?.ruleId);
  expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/a%3Ab%20c\/pod\.yaml$/);
  expect(result?.locations?.[0]?.logicalLocations?.[0]?.name).toBe('/Pod/b/a');
});

test('green environments give a log without results', () => {
  const { status, log } = validate('--env', 'dev', '--rule', 'names');

  expect({ status, results: log.runs[0]?.results }).toEqual({ status: 0, results: [] });
});
