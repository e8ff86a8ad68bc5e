import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, run } from '../cli/run';

/** The source line that an answer like `envs/dev/index.ts:31` points to. */
function sourceOf(place: string): string {
  const [file, line] = place.split(':') as [string, string];
  return readFileSync(join(PROJECT, file), 'utf8').split('\n')[Number(line) - 1] as string;
}

describe('explain', () => {
  test('names file, component, construct path and the lines of every new', () => {
    const { status, stdout } = run(['explain', 'dev', 'Deployment/kfm-api', '--json']);

    const explanation = JSON.parse(stdout) as { madeAt: { file: string; line: number; within: string }[] };
    expect(status).toBe(0);
    expect(explanation).toMatchObject({
      object: 'Deployment kfm-api/kfm-api',
      file: 'dist/dev/workloads/kfm-api/deployment.apps_kfm-api.yaml',
      unit: 'workloads/kfm-api',
      component: 'kfm-api',
      construct: 'kfm-api/workloads-kfm-api/Api/Deployment/Resource',
    });
    expect(explanation.madeAt.map(({ file, line, within }) => [file, within, sourceOf(`${file}:${line}`).trim()])).toEqual([
      ['lib/workload/deployment.ts', 'Deployment', expect.stringContaining('new KubeObject<k8s.KubeDeploymentProps>(')],
      ['lib/workload/http-server.ts', 'HttpServer', expect.stringContaining('new Deployment(')],
      ['lib/workload/api.ts', 'Api', expect.stringContaining('super(component')],
      ['lib/app/kfm-api.ts', 'KfmApi', expect.stringContaining('new Api(')],
      ['envs/dev/index.ts', 'Dev', expect.stringContaining('new KfmApi(')],
    ]);
  });

  test('answers in words too, whatever the case', () => {
    const { stdout } = run(['explain', 'dev', 'statefulset/postgres']);

    expect(stdout).toMatch(
      /^StatefulSet platform-data\/postgres\n {2}file {6}dist\/dev\/stores\/postgres\/statefulset\.apps_postgres\.yaml\n/,
    );
    expect(stdout).toMatch(/made at {3}lib\/store\/store\.ts:\d+ in Store\n.*called at envs\/dev\/index\.ts:\d+ in Dev\n$/s);
  });

  test('follows what the delivery adds to the unit that it syncs', () => {
    const { stdout } = run(['explain', 'dev', 'Application/stores-postgres']);

    expect(stdout).toContain('added by the delivery (Argo CD) to sync postgres/stores-postgres');
    expect(stdout).toMatch(/made at {3}lib\/.*\.ts:\d+ in /);
  });

  test.each([
    ['Deployment/kfm-apj', 'dev has no object Deployment/kfm-apj; did you mean Deployment/kfm-api?'],
    ['NetworkPolicy/default-deny', 'networkpolicy/kfm-api/default-deny, '],
  ])('says what else %s could be', (wanted, message) => {
    const { status, stderr } = run(['explain', 'dev', wanted]);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
