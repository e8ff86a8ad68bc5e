import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from '../../cli/commands/validate';
import { emitYaml, rules } from '../../lib';
import { context, PROJECT, run } from '../cli/run';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deployment = join('dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml');

/** Judges a copy of what is committed, of dev alone unless it is about more. */
async function validateCopy(
  change: (dist: string) => void,
  env: readonly string[] | undefined = ['dev'],
): Promise<{ status: number; stdout: string }> {
  const copied = env?.map((name) => `dist/${name}`) ?? ['dist'];
  const records = ['envs/releases', ...(env === undefined ? ['envs/stage/lock', 'envs/prod/lock'] : [])];
  for (const path of [...copied, ...records]) cpSync(join(PROJECT, path), join(folder, path), { recursive: true });
  change(join(folder, 'dist'));
  const { context: given, stdout } = context(folder);
  return { status: await validate(env === undefined ? {} : { env }, given), stdout: stdout() };
}

describe('validate of dist', () => {
  test('is green for what is committed', async () => {
    expect(await validateCopy(() => {}, undefined)).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^0 errors and 0 warnings in \d+ objects, \d+ rules\n$/),
    });
  });

  test('shows field by field what somebody edited by hand', async () => {
    const { status, stdout } = await validateCopy((dist) => {
      const path = join(dist, '..', deployment);
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace('replicas: 1', 'replicas: 7').replace('privileged: false', 'privileged: true'),
      );
    });

    expect(status).toBe(1);
    expect(stdout).toContain(`error ${deployment} spec.replicas: is 7; synth renders 1`);
    expect(stdout).toContain(
      `error ${deployment} spec.template.spec.containers[name=kfm-api].securityContext.privileged: is true; synth renders false`,
    );
    expect(stdout).toContain('layout/dist-is-synth; run "npm run synth -- --env dev" and commit, or make the change in the classes');
  });

  test.each([
    [
      'a comment changed',
      (dist: string) => writeFileSync(join(dist, 'dev/README.md'), '<!-- Generated from envs/dev by npm run synth; x -->'),
      'dist/dev/README.md: is not what synth renders, in its text',
    ],
    ['a file is missing', (dist: string) => rmSync(join(dist, '..', deployment)), `${deployment}: is missing`],
    [
      'an extra manifest is there',
      (dist: string) => writeFileSync(join(dist, 'dev/apps/x.yaml'), 'kind: X'),
      'dist/dev/apps/x.yaml: is rendered by no class',
    ],
    [
      'a link is there',
      (dist: string) => symlinkSync('/etc/passwd', join(dist, 'dev/apps/x.yaml')),
      'dist/dev/apps/x.yaml: is rendered by no class',
    ],
    ['everything is gone', (dist: string) => rmSync(dist, { recursive: true }), 'dist/dev/kustomization.yaml: is missing'],
  ])('is red when %s', async (_, change, message) => {
    const { status, stdout } = await validateCopy(change);

    expect(status).toBe(1);
    expect(stdout).toContain(message);
  });
});

test('validate is red when a file belongs to no environment', async () => {
  const { status, stdout } = await validateCopy((dist) => writeFileSync(join(dist, 'x.yaml'), 'kind: X'), undefined);

  expect(status).toBe(1);
  expect(stdout).toContain('dist/x.yaml: belongs to no environment');
});

describe('validate --manifests', () => {
  const good = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'x' }, data: { k: 'v' } };

  function validateFolder(files: Readonly<Record<string, string>>, ...options: string[]) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return run(['validate', '--manifests', '.', ...options], { cwd: folder });
  }

  test('reads any layout: nested, several documents, lists, typed lists, JSON; not kustomize configuration', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [{ ...good, metadata: { name: 'b', namespace: 'x' } }] };
    const typed = { apiVersion: 'v1', kind: 'ConfigMapList', items: [{ metadata: { name: 'c', namespace: 'x' } }] };

    const { status, stdout } = validateFolder({
      'deep/er/many.yaml': `---\n${emitYaml(good)}---\n---\n${emitYaml(list)}`,
      'typed.json': JSON.stringify(typed),
      'kustomization.yaml': emitYaml({ resources: ['typed.json'] }),
      'notes.txt': 'no manifest',
    });

    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^0 errors and 0 warnings in 3 objects/) });
  });

  test('prints findings as the documented JSON', () => {
    const { status, stdout } = validateFolder({ 'd.yaml': emitYaml({ ...good, dta: {} }) }, '--json');

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      findings: [
        {
          rule: 'schema/known-fields',
          severity: 'error',
          environment: '',
          object: '/ConfigMap/x/a',
          file: 'd.yaml',
          field: 'dta',
          message: 'is no known field; did you mean "data"?',
          fix: 'correct the field in the construct that makes the object',
        },
      ],
      checked: { objects: 1, rules: rules.length },
    });
  });

  test('makes schemas of the custom resource definitions that come along', () => {
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } };
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.org' },
      spec: {
        group: 'example.org',
        names: { kind: 'Widget', plural: 'widgets' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
      },
    };
    const widget = { apiVersion: 'example.org/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'x' } };

    const files = { 'definition.yaml': emitYaml(definition), 'good.yaml': emitYaml({ ...widget, spec: { size: 1 } }) };
    expect(validateFolder(files).status).toBe(0);
    expect(
      validateFolder({ ...files, 'bad.yaml': emitYaml({ ...widget, metadata: { name: 'v', namespace: 'x' }, spec: { syze: 1 } }) }).stdout,
    ).toContain('error bad.yaml spec.syze: is no known field; did you mean "size"?');
  });

  test('judges for the Kubernetes version that it is told', () => {
    const flowSchema = {
      apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
      kind: 'FlowSchema',
      metadata: { name: 'f' },
      spec: { priorityLevelConfiguration: { name: 'p' } },
    };

    expect(validateFolder({ 'f.yaml': emitYaml(flowSchema) }, '--kubernetes', '1.28').status).toBe(0);
    expect(validateFolder({}, '--kubernetes', '1.32').stdout).toContain('was removed in Kubernetes 1.32; the cluster runs 1.32');
    expect(validateFolder({}, '--kubernetes', '1.99')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--kubernetes 1.99: there are schemas for 1.28'),
    });
  });

  test.each([
    ['nothing to judge', {}, 1, 'there is no object to judge'],
    ['what is no YAML', { 'chart.yaml': '{{ .Values.x }}: 1' }, 1, 'error chart.yaml: '],
    ['a duplicate key', { 'a.yaml': `${emitYaml(good)}kind: ConfigMap\n` }, 1, 'duplicated mapping key'],
    ['an alias bomb', { 'bomb.yaml': bomb() }, 1, 'expands to more than 1000000 nodes'],
    ['what is no Kubernetes object', { 'values.yaml': 'replicas: 3' }, 1, 'has no apiVersion and kind'],
  ])('is red for %s', (_, files, status, message) => {
    const outcome = validateFolder(files);

    expect(outcome.status).toBe(status);
    expect(outcome.stdout).toContain(message);
  });

  test('cannot judge a folder that is not there', () => {
    expect(run(['validate', '--manifests', 'nowhere'], { cwd: folder })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nowhere: is no folder'),
    });
  });
});

function bomb(): string {
  const level = (name: string, below: string): string => `${name}: &${name} [${Array(9).fill(`*${below}`).join(', ')}]\n`;
  return `a: &a [x, x, x, x, x, x, x, x, x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}${level('f', 'e')}${level('g', 'f')}`;
}
