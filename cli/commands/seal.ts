import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dnsLabelProblem, type Scope } from '../../lib';
import type { CommandContext, ExitCode } from '../command';
import { selectEnvironments } from '../environments';
import { badSecretName, noValues, unreadableValue } from '../messages';
import type { FileSystem } from '../ports/file-system';
import { replaceFile } from '../ports/replace-file';
import { parsedSealedFile, sealedFile, sealingCertificate } from '../sealed-file';
import { type SealedSecretFile, sealedSecretFile, sealValue } from '../sealing';

export interface SealOptions {
  readonly env: string;
  readonly namespace: string;
  readonly name: string;
  readonly scope: Scope;
  /** `key=path`. */
  readonly fromFile?: readonly string[];
  /** Key. */
  readonly fromStdin?: string;
}

const STDIN = 0;

/** Seals values into `envs/ENV/sealed/NAME.json`; keys that are not given keep their ciphertext. Values never pass through the command line. */
export async function seal(options: SealOptions, { root, fs, terminal }: CommandContext): Promise<ExitCode> {
  const [environment] = selectEnvironments([options.env]) as [string];
  const { namespace, name } = options;
  for (const part of [namespace, name]) {
    const problem = dnsLabelProblem(part);
    if (problem !== undefined) throw badSecretName(problem);
  }
  const values = readValues(options);
  const certificate = sealingCertificate(fs, root, environment);
  const file = join(root, sealedFile(environment, name));
  const encrypted = Object.fromEntries([...values].map(([key, value]) => [key, sealValue(certificate, options, value)]));
  const secret = withKeys(existing(fs, file, options) ?? sealedSecretFile(options), encrypted);

  replaceFile(fs, file, `${JSON.stringify(secret, null, 2)}\n`);
  for (const key of singleLines(values))
    terminal.say(`the value of "${key}" ends in a line break, which is part of it; printf %s writes none`);
  terminal.result(`${relative(process.cwd(), file)}: sealed ${[...values.keys()].join(', ')}`);
  terminal.say(`with the certificate ${certificate.fingerprint256.slice(0, 23)}…; next: npm run synth`);
  return 0;
}

function readValues({ fromFile = [], fromStdin }: SealOptions): Map<string, Buffer> {
  const sources = fromFile.map((pair): [string, string | number] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, equals)), pair.slice(equals + 1)];
  });
  if (fromStdin !== undefined) sources.push([fromStdin, STDIN]);
  if (sources.length === 0) throw noValues();
  return new Map(sources.map(([key, source]) => [key, readValue(key, source)]));
}

function readValue(key: string, source: string | number): Buffer {
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) throw unreadableValue(key, 'is no key of a Secret; expected letters, digits, "-", "_" and "."');
  let value: Buffer;
  try {
    value = readFileSync(source);
  } catch (error) {
    throw unreadableValue(key, `cannot be read: ${(error as Error).message}`);
  }
  if (value.length === 0) throw unreadableValue(key, 'is empty');
  return value;
}

/** The file that is there already. */
function existing(fs: FileSystem, file: string, options: SealOptions): SealedSecretFile | undefined {
  return fs.kindOf(file) === undefined ? undefined : parsedSealedFile(file, fs.read(file), options);
}

/** The file with other ciphertext under the keys; template, labels and all else stay. */
function withKeys(file: SealedSecretFile, encrypted: Readonly<Record<string, string>>): SealedSecretFile {
  return { ...file, spec: { ...file.spec, encryptedData: { ...file.spec.encryptedData, ...encrypted } } };
}

/** Keys of values of one line that end in a line break: passwords that were written by echo. */
function singleLines(values: ReadonlyMap<string, Buffer>): string[] {
  return [...values].filter(([, value]) => value.indexOf('\n') === value.length - 1).map(([key]) => key);
}
