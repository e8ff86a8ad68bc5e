import { spawn } from 'node:child_process';
import { type OutgoingHttpHeaders, request as send } from 'node:http';

/** An object as the API server gives it. */
export interface Live {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what the server holds, of any kind
  readonly [field: string]: any;
}

export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whose permissions a request has. */
export interface Subject {
  readonly user: string;
  /** One beside those that the API server adds. */
  readonly group?: string;
}

/** A cluster as proofs use it: kubectl as people run it, and its API for what is asked thousands of times. */
export class Cluster {
  /**
   * @param program kubectl
   * @param kubeconfig whose current context is this cluster
   * @param socket where `kubectl proxy` answers, as that kubeconfig's user: in a folder that nobody else may enter
   */
  constructor(
    private readonly program: string,
    readonly kubeconfig: string,
    private readonly socket: string,
  ) {}

  /** Runs kubectl, whatever it ends with. */
  kubectl(args: readonly string[], input = ''): Promise<Said> {
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', KUBECONFIG: this.kubeconfig };
    const child = spawn(this.program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (said.stderr += text));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve({ status: status ?? 2, ...said }));
    });
  }

  /** Applies objects as Argo CD does, by the server. @throws what the server says if it refuses one */
  async apply(objects: readonly object[] | string): Promise<void> {
    const text = typeof objects === 'string' ? objects : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const { status, stderr } = await this.kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], text);
    if (status !== 0) throw new Error(`kubectl apply: ${stderr.trim()}`);
  }

  /** One object or list by its path in the API. @throws if the server answers with an error; undefined if it is not there */
  async get<T = Live>(path: string): Promise<T | undefined> {
    const { status, body } = await this.request('GET', path);
    if (status === 404) return undefined;
    if (status >= 300) throw new Error(`GET ${path}: ${status} ${message(body)}`);
    return body as T;
  }

  /** The objects of a list. @example `/api/v1/pods` */
  async list(path: string): Promise<readonly Live[]> {
    const list = await this.get<{ kind: string; apiVersion: string; items: readonly Live[] }>(path);
    if (list === undefined) throw new Error(`the API server does not serve ${path}`);
    const { apiVersion, kind, items } = list;
    return items.map((item) => ({ ...item, apiVersion, kind: kind.replace(/List$/, '') }));
  }

  /** @throws if the server refuses it */
  async patch(path: string, change: object): Promise<void> {
    const { status, body } = await this.request('PATCH', path, { body: change, type: 'application/merge-patch+json' });
    if (status >= 300) throw new Error(`PATCH ${path}: ${status} ${message(body)}`);
  }

  /** @throws if the server refuses it; fine if it is not there */
  async delete(path: string): Promise<void> {
    const { status, body } = await this.request('DELETE', path);
    if (status >= 300 && status !== 404) throw new Error(`DELETE ${path}: ${status} ${message(body)}`);
  }

  /** What the server answers, whatever it is. */
  async request(
    method: string,
    path: string,
    { body, type = 'application/json', as }: { body?: object; type?: string; as?: Subject } = {},
  ): Promise<{ status: number; body: unknown; warnings: readonly string[] }> {
    const impersonated = as === undefined ? {} : { 'impersonate-user': as.user, ...(as.group && { 'impersonate-group': as.group }) };
    const headers = { 'content-type': type, accept: 'application/json', ...impersonated };
    const answer = await this.answer(method, path, headers, body);
    const warnings = answer.headers.warning?.split(/, (?=\d{3} )/) ?? [];
    return { status: answer.status, body: parsed(answer.text), warnings };
  }

  private answer(method: string, path: string, headers: OutgoingHttpHeaders, body: object | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = send({ socketPath: this.socket, method, path, headers, timeout: 30_000 }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 500,
            headers: response.headers as Answer['headers'],
            text: Buffer.concat(chunks).toString(),
          }),
        );
      });
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer in 30 s`))).on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

interface Answer {
  readonly status: number;
  readonly headers: { readonly warning?: string };
  readonly text: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What an error of the API says. */
export function message(body: unknown): string {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : String(body);
}
