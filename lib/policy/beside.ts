/**
 * What findings are reported under beside the rules, and what must hold: of files, locks, ledgers and pairs of environments, which no
 * rule sees, since rules judge the objects of one environment.
 */
export const BESIDE = {
  'schema/readable': 'Every file of the folder is plain YAML or JSON of Kubernetes objects',
  'schema/not-empty': 'There is something to judge',
  'data/approval': 'The day of an approval of other data is not over',
  'deletion/guard': 'A locked environment loses nothing that nobody said it may lose',
  'layout/dist-is-synth': 'What is committed is what the classes render, byte for byte',
  'layout/lock': 'A locked environment has a sound lock for each component',
  'ownership/incident': 'No record of a break-glass is open past its end, lost, rewritten, or another one than commands write',
  'ownership/waiver': 'Each waiver is whole, answers for something, and its day is not over',
  'parity/declared': 'Production differs from its rehearsal by nothing that no class declares',
  'parity/hotfix': 'What went straight to an environment is brought to the one before',
  'parity/ledger': 'Nothing leaves a ledger, and every release has its entry',
  'parity/promotion': 'A release comes to an environment once the one before has held it',
  'secrets/repository': 'No file of the repository holds a credential',
  'secrets/sealing-age': 'The certificate that values are sealed by is not over',
} as const;

/** Never left out, whichever rules were asked for: without them nothing is known. */
export const ALWAYS: readonly string[] = ['schema/readable', 'schema/not-empty', 'layout/lock', 'layout/dist-is-synth'];
