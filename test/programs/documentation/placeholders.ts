/** What the words in capitals of a documented command stand for when it is run. Longer words come first. */
const WORDS: Readonly<Record<string, string>> = {
  API_SERVER_URL: 'https://api.kfm.example.org:6443',
  APPLICATION: 'workloads-kfm-api',
  ARTIFACT: 'latest',
  CHILD: 'workloads-kfm-api',
  CLAIM: 'data-postgres-0',
  COMPONENT: 'kfm-api',
  CONTEXT: 'kfm-prod',
  DAY: '2027-01-31',
  DIR: 'dist/stage',
  ENV: 'dev',
  FIELD: 'spec.replicas',
  FILE: 'value.txt',
  HOST: 'api.kfm.example.org',
  IMAGE: 'registry.kfm.example.org/kfm/kfm-api:2.4.0',
  KEY: 'search-key',
  KIND: 'deployment',
  NAME: 'kfm-api',
  NAMESPACE: 'kfm-api',
  NODE: 'worker-2',
  POD: 'kfm-api-0',
  PROJECT: 'services',
  RECIPIENT: 'age1recipient',
  REF: 'HEAD',
  REFERENCE: 'registry.kfm.example.org/kfm/kfm-api:provenance',
  SEALING_KEYS_BACKUP: 'backup',
  SERVICE: 'kfm-api',
  SIZE: '20Gi',
  STORE: 'postgres',
  TOKEN_FILE: 'value.txt',
  USERNAME_FILE: 'value.txt',
};

/** What they stand for in pages about stores. */
const STORES: Readonly<Record<string, string>> = { ...WORDS, COMPONENT: 'postgres', NAMESPACE: 'platform-data', POD: 'postgres-0' };

/** The script with values in place of its placeholders. */
export function filled(
  page: string,
  script: string,
  { commit, temporary }: { readonly commit: string; readonly temporary: string },
): string {
  const values = /\/(?:store|backup)\.md$/.test(page) ? STORES : WORDS;
  const words = new RegExp(`(?<![\\w$"{])(?:${Object.keys(values).join('|')})(?![\\w=])…?`, 'g');
  return (
    script
      .replace(/sha256:…/g, `sha256:${'d'.repeat(64)}`)
      .replace(/(?<![\w$"{])(?:GOOD_)?COMMIT(?![\w=])/g, commit)
      // Only locked environments have locks, and a base to promote; only what is new can be scaffolded.
      .replace(/envs\/ENV\/lock|(?<=--to )ENV/g, (text) => text.replace('ENV', 'stage'))
      .replace(/(?<=new -- (?:app|env) )NAME/g, 'trial')
      .replace(words, (word) => values[word.replace('…', '')] as string)
      .replaceAll('/tmp/', `${temporary}/`)
  );
}
