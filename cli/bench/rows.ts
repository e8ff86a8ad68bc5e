import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeKustomizations } from './kustomize';
import type { Program } from './program';
import { promotion } from './promotion';
import { commitOnce } from './repository';

/** One comparison of "Numbers to hold": ours may take at most `limit` times the peer. */
export interface Row {
  readonly name: string;
  readonly peerName: string;
  readonly limit: number;
  readonly peer: Program;
  readonly ours: Program;
  /** Most megabytes that ours may take. */
  readonly memory?: number;
  /** A peer that is kinder to itself; printed, not judged. */
  readonly kinder?: Program;
}

/** Where measurements run. */
export interface Workshop {
  readonly root: string;
  /** An empty folder, on a file system in memory where there is one; nothing in it is removed while the clock runs. */
  readonly scratch: string;
  /** The peers as plain JavaScript. */
  readonly stock: string;
  readonly hasKubectl: boolean;
}

/** Which rules ours runs. */
type Gates = 'all' | 'schemas';

/** Every row; a row without what it needs is left out, with the reason. */
export function rows(workshop: Workshop): { rows: readonly Row[]; skipped: readonly string[] } {
  const { root, scratch, stock, hasKubectl } = workshop;
  const launcher = join(root, 'cli/launcher.js');
  let outputs = 0;
  const fresh = (): string => join(scratch, `out-${outputs++}`);
  const ours = (...args: string[]): Program => ({ command: 'node', args: [launcher, ...args] });
  const synth = (): Program => freshOutput(ours('synth', '--out'), fresh);
  const subject = (gates: Gates, components: number): Program =>
    freshOutput(ours(gates === 'all' ? 'bench-subject' : 'bench-schemas', '--components', String(components), '--out'), fresh);
  const stockApp = (components: number, perChart: number): Program =>
    freshOutput({ command: 'node', args: [stock, String(components), String(perChart)] }, fresh);
  const small = (): Program =>
    freshOutput({ command: 'node', args: [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'cli/bench/stock-small.ts')] }, fresh);
  const reach = (pods: number): Program => ours('bench-reach', '--pods', String(pods));
  const bruteForce = (pods: number): Program => ({
    command: 'node',
    args: [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'test/reach/brute-force/count.ts'), String(pods)],
  });
  const repository = join(scratch, 'repository');
  const promoted = promotion(root, join(scratch, 'promotion'));
  const cold = after(synth(), () => rmSync(join(root, 'node_modules/.cache/desired-state'), { recursive: true, force: true }));

  const objects = (count: number, gates: Gates, limit: number, memory?: number): Row => ({
    name: `${count.toLocaleString('en-US')} objects, ${gates === 'all' ? 'all gates' : 'strict schemas'}`,
    peerName: 'stock app.synth(), a chart a component',
    limit,
    peer: stockApp(count / 12, 12),
    ours: subject(gates, count / 12),
    ...(memory !== undefined && { memory }),
    kinder: stockApp(count / 12, 120),
  });
  const overlays = (applications: number, limit: number): Row => ({
    name: `${applications.toLocaleString('en-US')} applications as base and overlay`,
    peerName: 'kubectl kustomize',
    limit,
    peer: { command: 'kubectl', args: ['kustomize', writeKustomizations(join(scratch, `kustomize-${applications}`), applications)] },
    ours: subject('all', applications),
  });

  const always: Row[] = [
    { name: '--help', peerName: 'node -e 0', limit: 3.5, peer: { command: 'node', args: ['-e', '0'] }, ours: ours('--help') },
    {
      name: 'cold synth of the shipped environments',
      peerName: 'stock cdk8s, three small charts, tsx',
      limit: 5,
      peer: small(),
      ours: cold,
    },
    {
      name: 'warm synth of the shipped environments',
      peerName: 'stock cdk8s, three small charts, tsx',
      limit: 1,
      peer: small(),
      ours: synth(),
    },
    objects(1_200, 'schemas', 0.5),
    objects(1_200, 'all', 0.8),
    objects(12_000, 'schemas', 1 / 7, 300),
    objects(12_000, 'all', 1 / 4, 300),
    objects(36_000, 'schemas', 1 / 14),
    {
      name: 'diff of 12,000 unchanged objects',
      peerName: 'our own synth of them',
      limit: 0.5,
      peer: subject('all', 1_000),
      ours: after(ours('bench-diff', '--project', repository), () => commitOnce(subject('all', 1_000), repository)),
    },
    {
      name: 'promote kfm-api to stage',
      peerName: 'our own warm synth of the shipped environments',
      limit: 3,
      peer: promoted.synth,
      ours: promoted.promote,
    },
    {
      name: '36,000 objects: three times the work',
      peerName: 'our own 12,000',
      limit: 3.3,
      peer: subject('schemas', 1_000),
      ours: subject('schemas', 3_000),
    },
    { name: 'reach of 5,000 pods', peerName: 'our own 1,000 pods', limit: 6, peer: reach(1_000), ours: reach(5_000), memory: 500 },
    { name: 'reach of 1,000 pods', peerName: 'brute force of the tests', limit: 0.01, peer: bruteForce(1_000), ours: reach(1_000) },
  ];
  if (!hasKubectl) return { rows: always, skipped: ['applications as base and overlay: there is no kubectl'] };
  return { rows: [...always, overlays(100, 1 / 8), overlays(1_000, 1 / 100)], skipped: [] };
}

function after(program: Program, first: () => void): Program {
  const before = (): void => {
    first();
    program.before?.();
  };
  return { ...program, before };
}

/** A program whose last argument is a folder that does not exist yet, another one for each run. */
function freshOutput(program: Program, fresh: () => string): Program {
  const args = [...program.args, ''];
  const before = (): void => {
    args[args.length - 1] = fresh();
  };
  return { command: program.command, args, before };
}
