import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Below the ports that systems give to outgoing connections: nobody takes one between its choice and its use. */
const [FIRST, LAST] = [20_000, 30_000];
let next = FIRST + (process.pid % 100) * 100;

/** Free ports on loopback, none of them twice in a run. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    next = next >= LAST ? FIRST : next + 1;
    const port = next;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Lets a server listen on loopback. @returns the port that it was given */
export async function listenOnLoopback(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
