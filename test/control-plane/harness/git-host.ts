import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Certificate } from './certificate';
import { listenOnLoopback } from './ports';

/** The host of the platform's repository, answered on this machine. */
export interface GitHost {
  /** What programs take as their proxy for HTTPS and HTTP: it leads to this host and nowhere else. */
  readonly proxy: string;
  close(): void;
}

/**
 * Serves the bare repositories of a folder by Git's own HTTP program under the host name that dist has, so that no manifest is changed.
 * @param folder `platform/desired-state.git` in it is `https://HOST/platform/desired-state.git`, or the same by HTTP
 */
export async function serveGit(folder: string, host: string, { key, certificate }: Certificate): Promise<GitHost> {
  const git = createSecureServer({ key, cert: certificate }, (request, response) => backend(folder, request, response));
  const gitPort = await listenOnLoopback(git);
  const plain = (request: IncomingMessage, response: ServerResponse): void => {
    if (new URL(request.url ?? '/', 'http://localhost').hostname === host) backend(folder, request, response);
    else response.writeHead(403, `only ${host} is here`).end();
  };
  const proxy = createServer(plain).on('connect', (request: IncomingMessage, socket: Socket) => {
    const wanted = request.url?.split(':')[0] ?? '';
    if (wanted !== host) {
      socket.end(`HTTP/1.1 403 only ${host} is here\r\n\r\n`);
      return;
    }
    const to = connect(gitPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      to.pipe(socket).pipe(to);
    });
    to.on('error', () => socket.destroy());
    socket.on('error', () => to.destroy());
  });
  return {
    proxy: `http://127.0.0.1:${await listenOnLoopback(proxy)}`,
    close: () => {
      for (const server of [git, proxy]) server.close().closeAllConnections();
    },
  };
}

/** `git http-backend`, a CGI program: headers, an empty line, the body. */
function backend(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'https://localhost');
  const env = {
    PATH: process.env.PATH ?? '',
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: decodeURIComponent(pathname),
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  request.pipe(child.stdin).on('error', () => {});
  let head = Buffer.alloc(0);
  const onHead = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    child.stdout.off('data', onHead);
    const headers = Object.fromEntries(
      head
        .subarray(0, end)
        .toString()
        .split('\r\n')
        .map((line) => line.split(/: (.*)/).slice(0, 2)),
    );
    response.writeHead(Number.parseInt(headers.Status ?? '200', 10), headers);
    response.write(head.subarray(end + 4));
    child.stdout.pipe(response);
  };
  child.stdout.on('data', onHead);
  child.on('error', () => response.writeHead(500).end());
}
