import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '../../lib/policy/catalogue';
import { judge } from '../../lib/policy/judge';
import { World } from '../../lib/policy/world';
import type { WorldObject } from '../../lib/policy/world-object';
import { fixturesOf } from '../policy/fixture';

const PROJECT = join(__dirname, '../..');

/** Rules that policies/opa has as well. */
const SHARED = ['capabilities', 'host-namespaces', 'host-path', 'host-ports', 'privilege-escalation', 'privileged'].map(
  (name) => `pod-security/${name}`,
);

const isInstalled = spawnSync('conftest', ['--version']).status === 0;
const here = isInstalled ? describe : describe.skip;

interface Result {
  readonly filename: string;
  readonly failures?: readonly { readonly msg: string }[];
}

/** What conftest says of files, by the name of each. */
function conftest(folder: string): Map<string, string[]> {
  const args = ['test', '--no-color', '--output', 'json', '--policy', join(PROJECT, 'policies/opa'), folder];
  const { stdout, stderr } = spawnSync('conftest', args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (!stdout.startsWith('[')) throw new Error(stderr || stdout);
  const results = JSON.parse(stdout) as Result[];
  return new Map(results.map(({ filename, failures = [] }) => [filename.split('/').at(-1) as string, failures.map(({ msg }) => msg)]));
}

function idsOf(messages: readonly string[]): string[] {
  return [...new Set(messages.map((message) => message.split(':', 1)[0] as string))].sort();
}

function oursOf({ manifest }: WorldObject, kubernetes: string): string[] {
  const gates = rules.filter(({ id }) => SHARED.includes(id));
  const { findings } = judge(new World({ kubernetes, objects: [{ manifest, file: '', text: '' }] }), gates);
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

here('the policies for conftest', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'conftest-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('find in each object of all cases what the rules find', () => {
    const cases = SHARED.flatMap((rule) => {
      const { pass, fail } = fixturesOf(rule);
      return [...pass, ...fail].flatMap(({ name, world }) =>
        world.objects.map((object) => ({ name: `${rule}: ${name}: ${object.key}`, object, kubernetes: world.kubernetes })),
      );
    });
    for (const [index, { object }] of cases.entries()) writeFileSync(join(folder, `${index}.json`), JSON.stringify(object.manifest));

    const said = conftest(folder);

    const verdicts = cases.map(({ name }, index) => [name, idsOf(said.get(`${index}.json`) ?? ['not judged'])]);
    expect(verdicts).toEqual(cases.map(({ name, object, kubernetes }) => [name, oursOf(object, kubernetes)]));
    expect(idsOf([...said.values()].flat())).toEqual(SHARED);
  });

  test('look into Lists', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { hostPID: true, containers: [] } };
    writeFileSync(join(folder, 'list.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod] }));

    expect(conftest(folder).get('list.json')).toEqual(['pod-security/host-namespaces: Pod a: hostPID is true']);
  });

  test('find nothing in what is committed', () => {
    const deployment = 'dist/prod/workloads/kfm-api/deployment.apps_kfm-api.yaml';
    writeFileSync(join(folder, 'deployment.yaml'), readFileSync(join(PROJECT, deployment)));

    expect([...conftest(folder).values()]).toEqual([[]]);
  });
});
