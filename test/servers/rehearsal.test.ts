import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measurements, measurementsIn, verdictsOn } from '../../cli/rehearsal/measurements';
import { Stage } from '../../envs/stage';
import { valueAt } from '../../lib';
import { describeWith, searchPath } from './program';
import { Rendered } from './rendered';

/** A program with its exit code and what it wrote. */
interface Ran {
  readonly status: number | null;
  readonly lines: readonly string[];
}

describeWith(['k6'], 'the rehearsal of stage', () => {
  const rendered = new Rendered(new Stage());
  const { data } = rendered.find<{ data: Record<string, string> }>('ConfigMap', 'kfm-api-rehearsal');
  const [container] = valueAt(rendered.find('CronJob', 'kfm-api-rehearsal'), 'spec.jobTemplate.spec.template.spec.containers') as {
    args: string[];
    env: { name: string; value: string }[];
  }[];

  let folder: string;
  let server: Server;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs what the pod runs, with a plan of two seconds against a server here. */
  async function rehearsed(answer: RequestListener): Promise<Ran & { readonly measurements: Measurements }> {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const plan = JSON.parse(data['plan.json'] as string);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const steps = [10, 40].map((rate) => ({ rate, seconds: 2 }));
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ ...plan, url, steps }));
    writeFileSync(join(folder, 'rehearsal.js'), data['rehearsal.js'] as string);
    const args = container?.args.map((arg) => arg.replace(/^\/rehearsal\//, `${folder}/`)) ?? [];
    const env = Object.fromEntries(container?.env.map(({ name, value }) => [name, value]) ?? []);
    const child = spawn('k6', args, { cwd: folder, env: { ...env, PATH: searchPath() } });
    let written = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        written += text;
      });
    }
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const lines = written.split('\n');
    return { status, lines, measurements: measurementsIn(lines) as Measurements };
  }

  const verdicts = ({ measurements }: { readonly measurements: Measurements }) =>
    Object.fromEntries(verdictsOn(measurements).map(({ name, isMet }) => [name, isMet]));

  test('meets the objectives against a server that answers at once, at every step', async () => {
    const paths = new Set<string | undefined>();
    const ran = await rehearsed((request, response) => {
      paths.add(request.url);
      response.end('ready');
    });

    expect(verdicts(ran)).toEqual({ availability: true, 'latency within 1 s': true, load: true });
    expect(ran.status).toBe(0);
    expect([...paths]).toEqual(['/readyz']);
    expect(ran.measurements).toMatchObject({
      planned: 100,
      objectives: [
        { name: 'availability', objective: 0.999, measured: 1 },
        { name: 'latency', objective: 0.99, seconds: 1, measured: 1 },
      ],
      steps: [
        { rate: 10, seconds: 2, measured: { availability: 1, latency: 1 } },
        { rate: 40, seconds: 2, measured: { availability: 1, latency: 1 } },
      ],
    });
  });

  test('misses availability where some requests fail, and ends with another code than 0', async () => {
    let calls = 0;
    const ran = await rehearsed((_, response) => void response.writeHead(++calls % 20 === 0 ? 500 : 200).end());

    expect(verdicts(ran)).toEqual({ availability: false, 'latency within 1 s': true, load: true });
    expect(ran.status).toBe(99);
    expect(ran.measurements.objectives[0]?.measured).toBeCloseTo(0.95, 1);
  });

  test('misses latency where some answers take longer than is promised', async () => {
    let calls = 0;
    const ran = await rehearsed((_, response) => void setTimeout(() => response.end(), ++calls % 10 === 0 ? 1_300 : 0));

    expect(verdicts(ran)).toEqual({ availability: true, 'latency within 1 s': false, load: true });
    expect(ran.status).toBe(99);
    expect(ran.measurements.milliseconds.most).toBeGreaterThan(1_300);
  });

  test('misses the load where nobody answers, since whoever waits sends nothing', async () => {
    const ran = await rehearsed(() => {});

    expect(verdicts(ran)).toMatchObject({ availability: false, 'latency within 1 s': false });
    expect(ran.status).toBe(99);
  });

  test('reports where nothing listens, too', async () => {
    const ran = await rehearsed((_, response) => response.destroy());

    expect(verdicts(ran)).toMatchObject({ availability: false });
    expect(ran.measurements.objectives[0]?.measured).toBe(0);
  });
});
