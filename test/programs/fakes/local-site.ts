import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type Outcome, projectCopy } from '../../cli/run';
import { Machine } from './machine';

export const CONTEXT = 'kind-local-254carbon';

/** A stack of somebody's own: nothing of cdktf is needed to see how terraform is called. */
export const STACK = { TERRAFORM_DIR: 'somewhere/stack' };

/** A copy of the project on a machine of fakes, where commands run as people run them. */
export interface LocalSite {
  readonly project: string;
  /** A new one for each test. */
  readonly machine: Machine;
  /** Ports of this machine that lead to the edge. */
  readonly ports: readonly [number, number];
  /** Path of a file that is kept of the cluster. */
  state(name?: string): string;
  up(): Outcome;
  /** A cluster that kind made from here, with nothing in it yet. */
  makeCluster(): void;
  /** What is remembered of a cluster. */
  writeMarker(environment: string, isMade: boolean, uid?: string): void;
}

/** Sets up the tests of a file. */
export function localSite(): LocalSite {
  // Each call is a process of its own, some sixty of them on the whole way up.
  jest.setTimeout(180_000);
  let copy: ReturnType<typeof projectCopy>;
  let machine: Machine;
  let ports: [number, number];
  beforeAll(async () => {
    copy = projectCopy('local', 'dev', 'stage');
    mkdirSync(join(copy.project, STACK.TERRAFORM_DIR), { recursive: true });
    // Ports of its own: on the machine that runs this, somebody may well use 80 and 443.
    ports = [await freePort(), await freePort()];
    replace(join(copy.project, 'lib/local-cluster/ports.ts'), 'const HTTP = 80;', `const HTTP = ${ports[0]};`);
    replace(join(copy.project, 'lib/local-cluster/ports.ts'), 'const HTTPS = 443;', `const HTTPS = ${ports[1]};`);
    replace(join(copy.project, 'envs/clusters.ts'), 'apiServerPort: 6443', `apiServerPort: ${await freePort()}`);
  });
  afterAll(() => copy.remove());
  beforeEach(() => {
    machine = new Machine(copy.project);
  });
  afterEach(() => {
    machine.remove();
    rmSync(join(copy.project, '.clusters'), { recursive: true, force: true });
  });

  const state = (name = ''): string => join(copy.project, '.clusters', CONTEXT, name);
  const writeMarker = (environment: string, isMade: boolean, uid?: string): void => {
    mkdirSync(state(), { recursive: true });
    writeFileSync(state('encryption.key'), randomBytes(32).toString('base64'));
    writeFileSync(state('cluster.json'), JSON.stringify({ environment, isMade, configuration: '', uid }));
  };
  return {
    get project() {
      return copy.project;
    },
    get machine() {
      return machine;
    },
    get ports() {
      return ports;
    },
    state,
    up: () => machine.cluster(['up'], STACK),
    makeCluster: () => {
      machine.change((world) => {
        world.clusters = { kind: ['local-254carbon'] };
        world.contexts = { [CONTEXT]: 'https://127.0.0.1:6443' };
        world.live[CONTEXT] = { nodes: 4, objects: {} };
      });
      writeMarker('local', true);
    },
    writeMarker,
  };
}

export async function listening(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '0.0.0.0', resolve));
  return server;
}

export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function freePort(): Promise<number> {
  const server = await listening(0);
  const { port } = server.address() as { port: number };
  await closed(server);
  return port;
}

/** Changes a file of a copy. @throws if the file does not have what is to be replaced */
function replace(file: string, from: string, to: string): void {
  const before = readFileSync(file, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, before.replaceAll(from, to));
}
