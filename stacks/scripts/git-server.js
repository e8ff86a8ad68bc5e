'use strict';
/**
 * Serves bare repositories by HTTP in a local cluster, by Git's own program. Everybody who gets to the pod may read; writing has a port
 * of its own on the pod's loopback, which `kubectl port-forward` reaches and no other pod does.
 *
 * GIT_ROOT    folder of the repositories; desired-state.git is made in it
 * READ_PORT   for Argo CD, on every address
 * WRITE_PORT  for whoever may forward a port, on 127.0.0.1
 */
const { spawn, spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');

const REPOSITORY = 'desired-state.git';

/** What Git's HTTP program needs beside the request: nothing of the pod's environment. */
function environmentOf(root, writes) {
  const settings = [
    ['safe.directory', '*'],
    ['http.receivepack', String(writes)],
  ];
  return {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** What a request asks for; undefined if its URL is none. */
function tryTarget(url) {
  try {
    const { pathname, search, searchParams } = new URL(url, 'http://localhost');
    const path = decodeURIComponent(pathname);
    // No program can be told of a NUL.
    return path.includes('\0') ? undefined : { path, query: search.slice(1), service: searchParams.get('service') };
  } catch {
    return undefined;
  }
}

function handler(root, writes) {
  return (request, response) => {
    const target = tryTarget(request.url);
    if (target === undefined) return response.writeHead(400).end('this is no URL\n');
    const { path, query, service } = target;
    if (path === '/healthz') return response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
    if (!path.startsWith(`/${REPOSITORY}/`) || path.includes('..')) return response.writeHead(404).end('there is nothing else here\n');
    const isWrite = path.endsWith('/git-receive-pack') || service === 'git-receive-pack';
    if (isWrite && !writes) return response.writeHead(403).end('this port only reads\n');
    const child = spawn('git', ['http-backend'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...environmentOf(root, writes),
        PATH_INFO: path,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
        REMOTE_ADDR: '127.0.0.1',
      },
    });
    request.pipe(child.stdin).on('error', () => {});
    child.on('error', () => {});
    child.on('close', () => {
      if (!response.headersSent) response.writeHead(500).end('git ended without an answer\n');
    });
    // Either it was answered, and the child is over, or the client went away, and nobody waits for the child any more.
    response.on('close', () => child.kill());
    answer(child.stdout, response);
  };
}

/** Passes on what a CGI program says: headers, an empty line, the body. */
function answer(stdout, response) {
  let head = Buffer.alloc(0);
  const onHead = (chunk) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    stdout.off('data', onHead);
    const headers = Object.fromEntries(
      head
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(/: (.*)/).slice(0, 2)),
    );
    response.writeHead(Number.parseInt(headers.Status ?? '200', 10), headers);
    response.write(head.subarray(end + 4));
    stdout.pipe(response);
  };
  stdout.on('data', onHead);
}

function main() {
  const { GIT_ROOT, READ_PORT, WRITE_PORT } = process.env;
  if (!existsSync(join(GIT_ROOT, REPOSITORY))) {
    const { status } = spawnSync('git', ['init', '--quiet', '--bare', '--initial-branch', 'main', join(GIT_ROOT, REPOSITORY)], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exit(1);
  }
  const servers = [
    createServer(handler(GIT_ROOT, false)).listen(Number(READ_PORT)),
    createServer(handler(GIT_ROOT, true)).listen(Number(WRITE_PORT), '127.0.0.1'),
  ];
  for (const server of servers)
    server.on('listening', () => process.stdout.write(`listening on ${server.address().address}:${server.address().port}\n`));
  process.on('SIGTERM', () => process.exit(0));
}

main();
