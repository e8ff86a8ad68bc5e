/** Texts between backticks that speak of a command and are not to be typed as they stand. */
export const MENTIONED: readonly string[] = [
  'kubectl apply -f',
  'kubectl apply -k',
  // Of a whole clone there is nothing to fetch.
  'git fetch --unshallow',
  // As the row of a table names it, without the environment that it begins with.
  'npm run new -- env NAME',
  'npm run breakglass -- open|capture|close|list',
];

/** Exit codes other than 0 of commands of the program, by command and options. */
export const STATUS: Readonly<Record<string, number>> = {
  // Nothing is known of the cluster of a folder, its ranges of addresses least of all.
  'validate --manifests dist/stage': 1,
};

/** Exit codes other than 0 of what pages tell people to type: what looks for something finds nothing in the answers of fakes. */
export const ENDS: Readonly<Record<string, number>> = {
  // The page says that it finds nothing.
  "git grep --line-number '^kind: Secret$' -- dist": 1,
};

/** Commands that start from another commit than one with a release in dev (or in stage, if they go to prod). */
export const FROM: Readonly<Record<string, 'plain' | 'dev' | 'stage'>> = {
  'npm run validate -- --base origin/main': 'stage',
  // Today's files come to prod only if stage has them.
  'npm run rollback -- kfm-api --env prod --to 2.3.1 --rerender': 'stage',
};

/** Commands that need the commits of this repository; without them they are left out. */
export const NEEDS_HISTORY: readonly string[] = ['git show 3fb5bfac', 'npm run rollback -- kfm-api --env prod --to 2.3.1 --rerender'];
