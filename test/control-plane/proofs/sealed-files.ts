import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scope } from '../../../lib';
import { projectCopy, run } from '../../cli/run';
import { selfSigned } from '../harness/certificate';
import type { DeliveredBed } from '../harness/delivered-bed';
import type { SealedSecret, Values } from './unsealed';

export const SCOPES: readonly Scope[] = ['strict', 'namespace-wide', 'cluster-wide'];

/** A file that `npm run seal` wrote, with what went in. */
export interface SealedFile {
  readonly sealed: SealedSecret;
  readonly values: Values;
}

export interface SealedFiles {
  readonly of: Readonly<Record<Scope, SealedFile>>;
  /** Sealed strictly, for a certificate of which the controller has no key. */
  readonly foreign: SealedFile;
}

/** Seals with the command line, in a copy of the project whose `sealing.pem` is the controller's certificate. @throws what it says */
export async function sealFiles(bed: DeliveredBed, certificate: string, namespace: string): Promise<SealedFiles> {
  const { project, remove } = projectCopy(bed.name);
  const folder = bed.scratch('sealing');
  const environment = join(project, 'envs', bed.name);
  try {
    mkdirSync(environment, { recursive: true });
    writeFileSync(join(environment, 'sealing.pem'), certificate);
    const [strict, wide, widest] = SCOPES.map((scope) =>
      seal({ project, folder, environment, namespace, name: `e2e-${scope}`, scope }),
    ) as [SealedFile, SealedFile, SealedFile];
    writeFileSync(join(environment, 'sealing.pem'), (await selfSigned('nobody')).certificate);
    const foreign = seal({ project, folder, environment, namespace, name: 'e2e-foreign', scope: 'strict' });
    return { of: { strict, 'namespace-wide': wide, 'cluster-wide': widest }, foreign };
  } finally {
    remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Sealed {
  readonly project: string;
  readonly folder: string;
  /** Folder of the environment. */
  readonly environment: string;
  readonly namespace: string;
  readonly name: string;
  readonly scope: Scope;
}

function seal({ project, folder, environment, namespace, name, scope }: Sealed): SealedFile {
  const password = randomBytes(18).toString('base64');
  const binary = randomBytes(600);
  const file = join(folder, name);
  writeFileSync(file, binary, { mode: 0o600 });
  const what = ['--env', environment.split('/').at(-1) as string, '--namespace', namespace, '--name', name, '--scope', scope];
  const { status, stderr } = run(['seal', ...what, '--from-stdin', 'password', '--from-file', `file.bin=${file}`], {
    project,
    cwd: project,
    input: password,
  });
  if (status !== 0) throw new Error(`npm run seal ends with ${status}: ${stderr}`);
  const sealed = JSON.parse(readFileSync(join(environment, 'sealed', `${name}.json`), 'utf8')) as SealedSecret;
  return { sealed, values: new Map(Object.entries({ password: Buffer.from(password), 'file.bin': binary })) };
}
