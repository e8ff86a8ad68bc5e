import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import type { Expected } from '../../lib';
import type { Answer } from './question';

/** Whom is asked, and how. */
export interface Address {
  readonly isEncrypted: boolean;
  readonly host: string;
  readonly port: number;
  /** Name that is asked for: in the header, and of the certificate. */
  readonly name: string;
  /** Authorities beside the usual ones, in PEM. */
  readonly authorities?: string;
}

/** Milliseconds that an answer may take. */
const PATIENCE = 5_000;

/** Characters of an answer that are looked at. */
const MOST = 65_536;

/** Names that nobody could ask, as they lead nowhere from here. */
const NOWHERE = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']);

/** Asks once, and holds the answer against what is expected. Redirects are answers. */
export async function httpAnswer(address: Address, path: string, expect: Expected, signal: AbortSignal): Promise<Answer> {
  const start = performance.now();
  const of = (state: Answer['state'], found: string): Answer => ({ state, found, milliseconds: Math.round(performance.now() - start) });
  try {
    const got = await response(address, path, signal);
    const problem = mismatch(got, expect);
    return problem === undefined ? of('met', `status ${got.status}`) : of('failed', problem);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return of(NOWHERE.has(code) ? 'unasked' : 'failed', code === '' || message.includes(code) ? message : `${message} (${code})`);
  }
}

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function mismatch({ status, headers, body }: Response, expect: Expected): string | undefined {
  const location = headers.location === undefined ? '' : ` to ${headers.location}`;
  if (status !== expect.status) return `status ${status}${location}`;
  for (const [name, value] of Object.entries(expect.headers ?? {})) {
    if (headers[name] !== value) return `status ${status}, ${headers[name] === undefined ? `no ${name}` : `${name}: ${headers[name]}`}`;
  }
  if (expect.body !== undefined && !body.includes(expect.body)) {
    return `status ${status}, body ${JSON.stringify(body.slice(0, 60))}`;
  }
  return undefined;
}

function response({ isEncrypted, host, port, name, authorities }: Address, path: string, signal: AbortSignal): Promise<Response> {
  const send = isEncrypted ? encrypted : plain;
  const certificate = isEncrypted ? { servername: name, ...(authorities !== undefined && { ca: authorities }) } : {};
  return new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(PATIENCE);
    const asked = send(
      {
        host,
        port,
        path,
        headers: { host: name, connection: 'close' },
        agent: false,
        signal: AbortSignal.any([signal, late]),
        ...certificate,
      },
      (answer) => {
        let body = '';
        const done = (): void => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
        answer.setEncoding('utf8').on('data', (text: string) => {
          body += text;
          if (body.length < MOST) return;
          done();
          asked.destroy();
        });
        answer.on('end', done);
        answer.on('error', reject);
      },
    );
    asked.on('error', (error) => reject(late.aborted ? new Error(`no answer within ${PATIENCE / 1000} s`) : error));
    asked.end();
  });
}
