import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveredBed } from '../harness/delivered-bed';
import { SEALED_SECRETS } from '../harness/sealing';
import type { Case } from './sealed-cases';
import { type SealedSecret, wrongValues } from './unsealed';

/** What kubeseal makes of a file without a cluster: the data of the Secret, or why it refuses. */
export type Recovered = { readonly data: Readonly<Record<string, string>> } | { readonly refusal: string };

/** `kubeseal --recovery-unseal`, as after the loss of a cluster, with the private keys of its controller. */
export class Recovery {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly keys: readonly string[],
  ) {}

  /** Writes the keys into the bed's own folder, for this user alone. */
  static async start(bed: DeliveredBed): Promise<Recovery> {
    const folder = bed.scratch('recovery');
    const label = 'sealedsecrets.bitnami.com/sealed-secrets-key';
    const secrets = await bed.cluster.list(`/api/v1/namespaces/${SEALED_SECRETS}/secrets?labelSelector=${encodeURIComponent(label)}`);
    if (secrets.length === 0) throw new Error('the controller keeps no key');
    const keys = secrets.map(({ metadata, data }) => {
      const file = join(folder, `${metadata.name}.key`);
      writeFileSync(file, Buffer.from(data['tls.key'], 'base64'), { mode: 0o600 });
      return file;
    });
    return new Recovery(bed.programs.path('kubeseal'), folder, keys);
  }

  recover(sealed: SealedSecret): Promise<Recovered> {
    const child = spawn(this.program, ['--recovery-unseal', '--recovery-private-key', this.keys.join(',')], {
      env: { HOME: this.folder },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (said.stderr += text));
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(sealed));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) =>
        resolve(
          status === 0 ? { data: (JSON.parse(said.stdout) as { data: Record<string, string> }).data } : { refusal: said.stderr.trim() },
        ),
      );
    });
  }

  /** Removes the keys. */
  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What kubeseal opens and should not, or the other way, or opens to something else. */
export async function misjudged(recovery: Recovery, all: readonly Case[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { what, opens, sealed, values } of all) {
    const recovered = await recovery.recover(sealed);
    if ('refusal' in recovered) problems.push(...(opens ? [`${what}: kubeseal says ${recovered.refusal}`] : []));
    else if (opens) problems.push(...wrongValues(values, recovered.data).map((wrong) => `${what}: what kubeseal opens ${wrong}`));
    else problems.push(`${what}: kubeseal opens it`);
  }
  return problems;
}
