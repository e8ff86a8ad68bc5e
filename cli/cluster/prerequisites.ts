import { connect, createServer } from 'node:net';
import { installation, type Programs } from '../ports/programs';

/** Which of the programs that are needed are not there, or do not run; empty if all is well. */
export async function programProblems(programs: Programs, needed: readonly string[]): Promise<readonly string[]> {
  const missing = needed.filter((name) => !programs.has(name)).map((name) => `${name} is not installed; get it from ${installation(name)}`);
  const has = (name: string): boolean => needed.includes(name) && programs.has(name);
  const problems = [
    has('docker') ? await dockerProblem(programs) : undefined,
    has('terraform') ? await terraformProblem(programs) : undefined,
  ];
  return [...missing, ...problems.filter((problem) => problem !== undefined)];
}

/** Which ports of this machine a cluster cannot take, since somebody has them. */
export async function portProblems(ports: readonly number[]): Promise<readonly string[]> {
  const taken = await Promise.all(ports.map(isTaken));
  return ports
    .filter((_, index) => taken[index])
    .map((port) => `port ${port} is in use; stop what listens there (lsof -i :${port}), since the cluster needs it`);
}

async function dockerProblem(programs: Programs): Promise<string | undefined> {
  const { status, stderr, stdout } = await programs.run('docker', ['info', '--format', '{{.ServerVersion}}']);
  if (status === 0) return undefined;
  const cause = (stderr || stdout).trim().split('\n', 1)[0];
  return `docker does not run: ${cause}; start Docker Desktop, or systemctl start docker`;
}

/** Write-only arguments, which keep secrets out of its state, came with this version. */
const TERRAFORM = [1, 11] as const;

async function terraformProblem(programs: Programs): Promise<string | undefined> {
  const { status, stdout, stderr } = await programs.run('terraform', ['version', '-json']);
  const [, version = '', major, minor] = /"terraform_version": *"((\d+)\.(\d+)[^"]*)"/.exec(stdout) ?? [];
  const least = TERRAFORM.join('.');
  if (status !== 0 || version === '') return `terraform does not say its version: ${(stderr || stdout).trim()}; expected ${least} or newer`;
  const isEnough = Number(major) > TERRAFORM[0] || (Number(major) === TERRAFORM[0] && Number(minor) >= TERRAFORM[1]);
  return isEnough ? undefined : `terraform is ${version}; expected ${least} or newer; get it from ${installation('terraform')}`;
}

/** Whether somebody listens on a port of this machine. Who may not bind it (ports below 1024) tries to connect instead. */
export async function isTaken(port: number): Promise<boolean> {
  const bound = await codeOf((heard) => {
    const server = createServer();
    server.once('error', heard).listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => heard(undefined)));
  });
  if (bound !== 'EACCES') return bound !== undefined;
  const connected = await codeOf((heard) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('error', heard).once('connect', () => {
      socket.destroy();
      heard(undefined);
    });
  });
  return connected === undefined;
}

/** The code of the error that an attempt ends with; undefined if it ends well. */
function codeOf(attempt: (heard: (error: NodeJS.ErrnoException | undefined) => void) => void): Promise<string | undefined> {
  return new Promise((resolve) => attempt((error) => resolve(error === undefined ? undefined : (error.code ?? 'unknown'))));
}
