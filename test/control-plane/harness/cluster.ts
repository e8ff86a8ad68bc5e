import { spawn } from 'node:child_process';

/** An object as the API server gives it. */
export interface Live {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion: string;
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
  /** One beside those that the API server adds: fetch would join several in one header. */
  readonly group?: string;
}

/** A cluster as proofs use it: kubectl as people run it, and its API for what is asked thousands of times. */
export class Cluster {
  /**
   * @param kubectl the program
   * @param kubeconfig whose current context is this cluster
   * @param api where `kubectl proxy` answers, as that kubeconfig's user
   */
  constructor(
    private readonly program: string,
    readonly kubeconfig: string,
    private readonly api: string,
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
    const { apiVersion = '', kind = '', items = [] } = list ?? {};
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
    const headers = new Headers({ 'content-type': type, accept: 'application/json' });
    if (as !== undefined) headers.set('impersonate-user', as.user);
    if (as?.group !== undefined) headers.set('impersonate-group', as.group);
    const answer = await fetch(`${this.api}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: parsed(text), warnings: answer.headers.get('warning')?.split(/, (?=\d{3} )/) ?? [] };
  }
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
