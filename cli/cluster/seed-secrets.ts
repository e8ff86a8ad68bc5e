import { readFileSync } from 'node:fs';
import { halfGiven, seededBefore, unreadableSecret } from './messages';
import type { StateFolder } from './state-folder';

/** Files of the secrets that seeding takes. */
export interface SeedSecretFiles {
  readonly repositoryUsername?: string;
  readonly repositoryPassword?: string;
  readonly sealingCertificate?: string;
  readonly sealingKey?: string;
}

interface Pair {
  /** Variable of the stack that says whether the secret is made. */
  readonly switch: string;
  readonly parts: readonly { readonly option: keyof SeedSecretFiles; readonly flag: string; readonly variable: string }[];
}

const PAIRS: readonly Pair[] = [
  {
    switch: 'repository_credential',
    parts: [
      { option: 'repositoryUsername', flag: '--repository-username', variable: 'repository_username' },
      { option: 'repositoryPassword', flag: '--repository-password', variable: 'repository_password' },
    ],
  },
  {
    switch: 'sealing_key',
    parts: [
      { option: 'sealingCertificate', flag: '--sealing-certificate', variable: 'sealing_certificate' },
      { option: 'sealingKey', flag: '--sealing-key', variable: 'sealing_private_key' },
    ],
  },
];

const SWITCHES = 'switches.json';

/** Which secrets a cluster was seeded with; never what they are. */
export function switchesOf(state: StateFolder): readonly string[] {
  return JSON.parse(state.tryRead(SWITCHES) ?? '[]') as string[];
}

export function rememberSwitches(state: StateFolder, names: readonly string[]): void {
  state.write(SWITCHES, `${JSON.stringify([...names].sort())}\n`);
}

/**
 * Variables of Terraform's environment for applying, never of its command line, which other users of the machine see.
 * Secrets that were once given are given again: left out, they would be taken from the cluster.
 * @throws {Refusal} half a pair, a file that cannot be read, and what was given before and is not now
 */
export function secretsForApply(files: SeedSecretFiles, state: StateFolder, context: string): Readonly<Record<string, string>> {
  const before = switchesOf(state);
  const given = PAIRS.flatMap((pair) => {
    const missing = pair.parts.filter(({ option }) => files[option] === undefined);
    const flags = pair.parts.map(({ flag }) => flag);
    if (missing.length === pair.parts.length) {
      if (before.includes(pair.switch))
        throw seededBefore(
          context,
          flags.map((flag) => `${flag} FILE`),
        );
      return [];
    }
    if (missing.length > 0)
      throw halfGiven(
        flags,
        missing.map(({ flag }) => flag),
      );
    return [pair];
  });
  return variables(given, ({ option, flag }) => read(flag, files[option] as string));
}

/** The same for planning: values that nothing keeps are not compared, so any will do. */
export function secretsForPlan(state: StateFolder): Readonly<Record<string, string>> {
  const before = switchesOf(state);
  return variables(
    PAIRS.filter((pair) => before.includes(pair.switch)),
    () => 'not compared',
  );
}

/** The switches that variables turn on. */
export function switchesIn(secrets: Readonly<Record<string, string>>): readonly string[] {
  return PAIRS.map((pair) => pair.switch).filter((name) => Object.hasOwn(secrets, `TF_VAR_${name}`));
}

function variables(pairs: readonly Pair[], valueFor: (part: Pair['parts'][number]) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.flatMap((pair) => [[`TF_VAR_${pair.switch}`, 'true'], ...pair.parts.map((part) => [`TF_VAR_${part.variable}`, valueFor(part)])]),
  );
}

/** A value ends where its line ends: an editor's last line break is no part of a password. */
function read(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw unreadableSecret(flag, path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}
