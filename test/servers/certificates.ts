import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A rendered Certificate of cert-manager. */
export interface Certificate {
  readonly spec: { readonly commonName: string; readonly dnsNames?: readonly string[]; readonly usages: readonly string[] };
}

/** `tls.crt`, `tls.key` and `ca.crt`, as cert-manager writes them. */
export type CertificateFiles = Readonly<Record<'tls.crt' | 'tls.key' | 'ca.crt', string>>;

const USAGES: Readonly<Record<string, string>> = { 'server auth': 'serverAuth', 'client auth': 'clientAuth' };

/** An authority in place of the ClusterIssuer `internal`: it issues what a Certificate asks for. */
export class Authority {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.request('ca', '/CN=internal', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'], []);
  }

  issue({ spec }: Certificate): CertificateFiles {
    const { commonName, dnsNames = [], usages } = spec;
    const names = dnsNames.length === 0 ? [] : [`subjectAltName=${dnsNames.map((name) => `DNS:${name}`).join(',')}`];
    const extensions = [
      'basicConstraints=critical,CA:FALSE',
      `extendedKeyUsage=${usages.map((usage) => USAGES[usage]).join(',')}`,
      ...names,
    ];
    this.request(commonName, `/CN=${commonName}`, extensions, ['-CA', this.file('ca.crt'), '-CAkey', this.file('ca.key')]);
    return { 'tls.crt': this.read(`${commonName}.crt`), 'tls.key': this.read(`${commonName}.key`), 'ca.crt': this.read('ca.crt') };
  }

  private request(name: string, subject: string, extensions: readonly string[], signer: readonly string[]): void {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', this.file(`${name}.key`)];
    const certificate = ['-out', this.file(`${name}.crt`), '-subj', subject, '-days', '2'];
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    execFileSync('openssl', ['req', '-x509', '-config', '/dev/null', ...key, ...certificate, ...added, ...signer], { stdio: 'pipe' });
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  private read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }
}
