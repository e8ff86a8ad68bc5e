import { readFileSync } from 'node:fs';
import { halfGiven, seededBefore, unreadableSecret } from './messages';
import type { Site } from './site';
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

/** Which secrets a cluster was seeded with, and the revisions that their values have there; never what they are. */
type Revisions = Readonly<Record<string, number>>;

function revisionsIn(state: StateFolder): Revisions {
  return JSON.parse(state.tryRead(SWITCHES) ?? '{}') as Revisions;
}

/** What seeding gives Terraform. */
export interface SeedSecrets {
  /** Variables of its environment, never of its command line, which other users of the machine see. */
  readonly variables: Readonly<Record<string, string>>;
  /** Keeps what was given in mind, once it is applied. */
  remember(): void;
}

/**
 * Secrets for applying, written whatever the cluster has: nothing keeps values to compare them with, so they get a new revision.
 * Those that were once given are given again: left out, they would be taken from the cluster.
 * @throws {Refusal} half a pair, a file that cannot be read, and what was given before and is not now
 */
export function secretsForApply(
  files: SeedSecretFiles,
  { state, context, environment }: Pick<Site, 'state' | 'context' | 'environment'>,
): SeedSecrets {
  const before = revisionsIn(state);
  const given = PAIRS.flatMap((pair) => {
    const missing = pair.parts.filter(({ option }) => files[option] === undefined);
    const flags = pair.parts.map(({ flag }) => flag);
    if (missing.length === pair.parts.length) {
      if (Object.hasOwn(before, pair.switch))
        throw seededBefore(
          context,
          environment.name,
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
  const revisions = Object.fromEntries(given.map((pair) => [pair.switch, next(before[pair.switch])]));
  return {
    variables: variables(given, revisions, ({ option, flag }) => read(flag, files[option] as string)),
    remember: () => state.write(SWITCHES, `${JSON.stringify(revisions)}\n`),
  };
}

/** Variables for planning what is there already: values that nothing keeps are not compared, so any will do. */
export function secretsForPlan(state: StateFolder): SeedSecrets['variables'] {
  const before = revisionsIn(state);
  return variables(
    PAIRS.filter((pair) => Object.hasOwn(before, pair.switch)),
    before,
    () => 'not compared',
  );
}

/** Higher than any before, those of applies included that were stopped before anybody kept theirs in mind: none lasts less than a second. */
function next(before = 0): number {
  return Math.max(before + 1, Math.floor(Date.now() / 1000));
}

function variables(
  pairs: readonly Pair[],
  revisions: Revisions,
  valueFor: (part: Pair['parts'][number]) => string,
): SeedSecrets['variables'] {
  return Object.fromEntries(
    pairs.flatMap((pair) => [
      [`TF_VAR_${pair.switch}`, 'true'],
      [`TF_VAR_${pair.switch}_revision`, String(revisions[pair.switch])],
      ...pair.parts.map((part) => [`TF_VAR_${part.variable}`, valueFor(part)]),
    ]),
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
