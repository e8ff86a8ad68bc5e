import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dev } from '../../envs/dev';
import { Stage } from '../../envs/stage';
import { Authority, type Certificate, type CertificateFiles } from './certificates';
import { Pod, password } from './pod';
import { describeWith } from './program';
import { Rendered } from './rendered';

const KEY = password();

/** What the proxy in front of Meilisearch's metrics answers, and what it asked. */
class MetricsProxy {
  readonly asked: string[] = [];
  private readonly upstream: Server | SecureServer;

  private constructor(
    readonly pod: Pod,
    shown: CertificateFiles | undefined,
  ) {
    const answers: RequestListener = ({ url, headers }, response) => {
      this.asked.push(`${url} ${headers.authorization}`);
      response.end('meilisearch_is_indexing 0\n');
    };
    this.upstream = shown ? createSecureServer({ cert: shown['tls.crt'], key: shown['tls.key'] }, answers) : createServer(answers);
  }

  /** Starts the rendered container `metrics` before a server in place of Meilisearch, which shows a certificate. */
  static async start(rendered: Rendered, trusted?: CertificateFiles, shown = trusted): Promise<MetricsProxy> {
    const secrets = { 'search-credentials': { 'master-key': KEY }, ...(trusted && { 'search-tls': trusted }) };
    const pod = await Pod.of({ rendered, name: 'search', secrets });
    const proxy = new MetricsProxy(pod, shown);
    await new Promise<void>((resolve) => proxy.upstream.listen(pod.port(7700), '127.0.0.1', resolve));
    await pod.start('metrics');
    const giveUp = Date.now() + 5000;
    while ((await proxy.ask('/ready')).status === undefined) {
      if (Date.now() > giveUp) {
        await proxy.stop();
        throw new Error(`nginx does not answer: ${pod.output}`);
      }
      await sleep(20);
    }
    return proxy;
  }

  ask(path: string): Promise<{ status?: number | undefined; text: string }> {
    return new Promise((resolve) => {
      get({ host: '127.0.0.1', port: this.pod.port(9090), path, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode, text }));
      }).on('error', () => resolve({ text: '' }));
    });
  }

  async stop(): Promise<void> {
    this.upstream.closeAllConnections();
    await new Promise((resolve) => this.upstream.close(resolve));
    await this.pod.stop();
  }
}

describeWith(['nginx', 'envsubst'], 'the metrics of search in dev', () => {
  let proxy: MetricsProxy;
  beforeAll(async () => {
    proxy = await MetricsProxy.start(new Rendered(new Dev()));
  });
  afterAll(() => proxy?.stop());

  test('are read with the key that Prometheus does not have', async () => {
    expect(await proxy.ask('/metrics')).toEqual({ status: 200, text: 'meilisearch_is_indexing 0\n' });
    expect(proxy.asked).toEqual([`/metrics Bearer ${KEY}`]);
  });

  test.each(['/', '/keys', '/metrics/', '/metrics/../keys', '/metrics%2f..%2fkeys', '//indexes'])(
    'lead to nothing else: %s',
    async (path) => {
      const before = proxy.asked.length;

      expect(await proxy.ask(path)).toMatchObject({ status: 404 });
      expect(proxy.asked).toHaveLength(before);
    },
  );

  test('have a configuration that nginx does not warn of', async () => {
    const { status, stderr } = await proxy.pod.exec('metrics', ['nginx', '-t', '-c', '/tmp/nginx.conf']);

    expect(status).toBe(0);
    // The program of this machine is built with a log that only root may write to.
    expect(stderr.split('\n').filter((line) => /\[\w+\]/.test(line) && !line.includes('/var/log/nginx'))).toEqual([]);
  });
});

describeWith(['nginx', 'envsubst', 'openssl'], 'the metrics of search in stage', () => {
  let folder: string;
  let right: MetricsProxy;
  let wrong: MetricsProxy;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'));
    const rendered = new Rendered(new Stage());
    const certificate = rendered.find<Certificate>('Certificate', 'search-tls');
    const trusted = new Authority(folder).issue(certificate);
    const other = new Authority(join(folder, 'other')).issue(certificate);
    [right, wrong] = await Promise.all([MetricsProxy.start(rendered, trusted), MetricsProxy.start(rendered, trusted, other)]);
  });
  afterAll(async () => {
    await Promise.all([right?.stop(), wrong?.stop()]);
    rmSync(folder, { recursive: true });
  });

  test('are read by TLS from the one that shows the certificate of search', async () => {
    expect(await right.ask('/metrics')).toMatchObject({ status: 200 });
    expect(right.asked).toEqual([`/metrics Bearer ${KEY}`]);
  });

  test('give their key to nobody else', async () => {
    expect(await wrong.ask('/metrics')).toMatchObject({ status: 502 });
    expect(wrong.asked).toEqual([]);
  });
});
