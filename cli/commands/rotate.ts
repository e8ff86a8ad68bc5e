import type { Environment } from '../../lib';
import { aimed } from '../cluster/aim';
import type { CommandContext, ExitCode } from '../command';
import { loadEnvironment, makeEnvironment, selectEnvironments } from '../environments';
import { apply } from '../ports/changes';
import { count } from '../report/findings';
import { madeInTheCluster, mockLines, nothingToRotate, onlySecretsRotate } from '../rotation/messages';
import { afterwards, beforeDelivery } from '../rotation/origin';
import { RandomValues } from '../rotation/random-values';
import { type Rotation, rotationOf } from '../rotation/rotation';
import { resealed, type SealedFolder } from '../rotation/sealed-files';
import { sealedFile, sealingCertificate } from '../sealed-file';

export interface RotateOptions {
  readonly env: string;
  readonly only?: readonly string[];
  readonly dryRun?: boolean;
}

/** Seals new random values, all sides of each shared one, into all files or none. No value leaves this process but as ciphertext. */
export async function rotate(what: string, { env, only, dryRun = false }: RotateOptions, context: CommandContext): Promise<ExitCode> {
  if (what !== 'secrets') throw onlySecretsRotate(what);
  const { terminal, fs, root } = context;
  const [name] = selectEnvironments([env]) as [string];
  const environment = makeEnvironment(name, await loadEnvironment(name));
  const rotation = rotationOf(name, environment.secrets(), only);
  const { sealed, byHand, mocks } = rotation;
  const ways = mocks.length === 0 ? [] : mockLines(name, aimed({ env: name }, context).context, mocks);
  if (sealed.size === 0) throw mocks.length > 0 ? madeInTheCluster(name, ways) : nothingToRotate(name);

  const folder: SealedFolder = { fs, root, environment: name };
  const certificate = sealingCertificate(fs, root, name);
  const values = new RandomValues();
  const changes = [...sealed].map(([secret, keys]) => resealed(folder, certificate, secret, keys, values));
  if (!dryRun) apply(fs, root, changes);

  for (const [secret, keys] of sealed) {
    const listed = keys.map(({ key }) => key).sort();
    terminal.result(`${sealedFile(name, secret.name)}: ${dryRun ? 'would seal' : 'sealed'} ${listed.join(', ')}`);
  }
  for (const line of [...byHand, ...(only === undefined ? beforeDelivery(environment) : [])]) terminal.result(line);
  for (const line of ways) terminal.result(`by hand: ${line}`);
  if (dryRun) terminal.say(`nothing was written; ${count(changes.length, 'file')} would be`);
  else for (const line of nextSteps(environment, rotation, certificate.fingerprint256)) terminal.say(line);
  return 0;
}

function nextSteps({ name, traits }: Environment, { sealed }: Rotation, fingerprint: string): string[] {
  const names = [...sealed.keys()].map((secret) => secret.name);
  return [
    `with the certificate ${fingerprint.slice(0, 23)}…; next: npm run synth -- --env ${name}`,
    ...(traits.locked
      ? [
          `then what synth calls behind, since it reads a Secret that it does not own: npm run promote -- COMPONENT… --to ${name} --config-only`,
        ]
      : []),
    ...names.flatMap((secret) => afterwards(secret) ?? []),
    'commit both sides of a shared value together, and sync the stores before who calls them (docs/runbooks/secret-rotation.md)',
  ];
}
