import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../cli/main';
import { PROJECT, run } from '../cli/run';
import { type Repository, repository } from './repository';

let copy: Repository;
let project: string;

beforeAll(() => {
  copy = repository('local', 'dev', 'stage', 'prod');
  project = copy.root;
  cpSync(join(PROJECT, 'biome.json'), join(project, 'biome.json'));
});
afterAll(() => copy.remove());

function read(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

const FILES = ['envs/index.ts', 'envs/clusters.ts'];
const CHECK = ['check', '--error-on-warnings'];

/** The program in this process, by its arguments. */
async function drive(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const status = await main(args, project);
  const [out, error] = [stdout, stderr].map(({ mock }) => mock.calls.map(([text]) => text).join(''));
  stdout.mockRestore();
  stderr.mockRestore();
  return { status, stdout: out as string, stderr: error as string };
}

describe('new env', () => {
  test.each<[string, string[], string]>([
    ['no name', ['ZEBRA', '--from', 'dev'], '"ZEBRA" is no valid name'],
    ['an environment', ['stage', '--from', 'dev'], '"stage" is an environment already'],
    ['an alias of one', ['production', '--from', 'dev'], '"production" is an environment already'],
    ['a file of envs', ['quotas', '--from', 'dev'], '"quotas" is a name in envs already'],
    ['a component', ['tiles', '--from', 'dev'], '"tiles" is a component already'],
    ['no model', ['zebra'], "required option '--from <model>' not specified"],
    ['a model that is none', ['zebra', '--from', 'stag'], 'there is no environment "stag"; did you mean "stage"?'],
    ['a domain that is none', ['zebra', '--from', 'dev', '--domain', 'ZEBRA'], '--domain ZEBRA: expected a DNS name'],
    ['the domain of another', ['zebra', '--from', 'dev', '--domain', 'kfm.example.org'], "a domain of its own; this one is prod's"],
    ['a host of another', ['zebra', '--from', 'dev', '--domain', 'api.kfm.example.org'], 'this one is a host in dist/prod/'],
  ])('refuses %s and writes nothing', async (_, args, message) => {
    const before = FILES.map(read);

    const { status, stdout, stderr } = await drive(['new', 'env', ...args]);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(FILES.map(read)).toEqual(before);
    expect(existsSync(join(project, 'envs/zebra'))).toBe(false);
  });

  test('says what would be left of the model, exits 1 and writes nothing', async () => {
    const stage = read('envs/stage/index.ts');
    const before = FILES.map(read);
    writeFileSync(
      join(project, 'envs/stage/index.ts'),
      stage.replace('replicas: 2,', "replicas: 2, flags: { a: true }, configuration: { REGION: 'stage-east' },"),
    );

    const { status, stdout, stderr } = await drive(['new', 'env', 'zebra', '--from', 'stage']);
    writeFileSync(join(project, 'envs/stage/index.ts'), stage);

    expect(status).toBe(1);
    expect(stdout).toMatch(/^envs\/zebra\/index\.ts:\d+: has "stage-east" of stage$/m);
    expect(stdout).toMatch(/^dist\/zebra\/workloads\/kfm-api\/deployment\.apps_kfm-api\.yaml:\d+: has "stage-east" of stage$/m);
    expect(stderr).toContain("zebra would carry what is stage's own, so nothing was written");
    expect(FILES.map(read)).toEqual(before);
    expect(existsSync(join(project, 'envs/zebra'))).toBe(false);
  });

  test('makes development of a rehearsal, before the promotion begins, that every gate and the formatter accept', () => {
    const { status, stdout } = run(['new', 'env', 'stage-preview', '--from', 'stage'], { project });

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: [
        'added   envs/stage-preview/index.ts',
        'added   envs/stage-preview/releases.ts',
        'added   envs/stage-preview/secrets.ts',
        'changed envs/clusters.ts',
        'changed envs/index.ts',
        '',
      ].join('\n'),
    });
    const index = read('envs/stage-preview/index.ts');
    expect(index).toContain('export class StagePreview extends Environment {');
    for (const trait of ["name: 'stage-preview'", 'locked: false', "data: 'synthetic'", "purpose: 'development'", "audience: 'internal'"]) {
      expect(index).toContain(`      ${trait},\n`);
    }
    expect(index).not.toContain('follows');
    expect(index.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
    const order = [...read('envs/index.ts').matchAll(/^ {2}(\S+): async/gm)].map(([, each]) => each);
    expect(order.indexOf("'stage-preview'")).toBe(order.indexOf('dev') - 1);
    expect(run(['validate', '--env', 'stage-preview'], { project })).toMatchObject({ status: 0 });
    const formatter = spawnSync(join(PROJECT, 'node_modules/.bin/biome'), [...CHECK, 'envs/stage-preview', ...FILES], { cwd: project });
    expect(formatter.status).toBe(0);
  });

  test('copies no ciphertext, no certificate and no fact that is the model cluster’s own', () => {
    const secrets = read('envs/stage-preview/secrets.ts');
    const [, facts = ''] = /^ {2}'stage-preview': \{\n([\s\S]*?)^ {2}\},/m.exec(read('envs/clusters.ts')) ?? [];

    expect(secrets).not.toMatch(/sealed|Ag[A-Za-z0-9+/]{20}/);
    expect([...secrets.matchAll(/mock\(/g)].length).toBe(12);
    expect(existsSync(join(project, 'envs/stage-preview/sealing.pem'))).toBe(false);
    expect(facts).toContain("    domain: 'stage-preview.kfm.example.org',\n");
    for (const line of [
      /nodes: \['198\.51\.100\.\d+\/28'\]/,
      /pods: \['198\.18\.\d+\.0\/20'\]/,
      /services: \['198\.19\.\d+\.0\/20'\]/,
      /internal: INTERNAL/,
    ]) {
      expect(facts).toMatch(line);
    }
    expect(facts).toContain("    backup: unknown('nobody has made a bucket for it', '@kfm/platform-sre'),\n");
    expect(facts).not.toContain('kfm-stage-backup');
  });
});
