/** What stands on the PATH of a documented command. Whatever else a page calls is not found, and fails its test. */

/** Programs that run as they are; one that this machine lacks is written down like a fake. */
export const REAL = [
  'awk',
  'base64',
  'bash',
  'cat',
  'cp',
  'cut',
  'dirname',
  'env',
  'git',
  'head',
  'ls',
  'make',
  'mkdir',
  'mktemp',
  'openssl',
  'rm',
  'sed',
  'sh',
  'sha256sum',
  'sleep',
  'sort',
  'tail',
  'tr',
  'wc',
  'xargs',
];

/** Programs that speak to a cluster, a registry or the machine, and what looks for words in their answers: calls are written down, and answered by nothing. */
export const FAKES = [
  'age',
  'argocd',
  'cdktf',
  'cmctl',
  'curl',
  'docker',
  'etcdctl',
  'etcdutl',
  'grep',
  'helm',
  'jq',
  'k3d',
  'kind',
  'kubectl',
  'kubeseal',
  'oc',
  'rclone',
  'ss',
  'sync',
  'sysctl',
  'terraform',
];

/** Commands of the program that ask a cluster. What they do there is proved with fakes and real API servers by tests of their own. */
export const CLUSTER_COMMANDS = ['backup', 'breakglass', 'cluster', 'doctor', 'drift', 'rehearse', 'restore', 'smoke'];

/** Scripts that take minutes, make a cluster, or are what runs this test; each is a test of its own or runs in CI. */
export const LONG_SCRIPTS = [
  'bench',
  'check',
  'check:static',
  'dev:setup',
  'dev:teardown',
  'docs',
  'e2e',
  'format',
  'layers',
  'lint',
  'schemas',
  'test',
  'test:deep',
  'test:mutation',
  'test:programs',
  'types',
];

/** Commands that only look at files: the same question about the same files has one answer. */
export const QUESTIONS = ['compare', 'diff', 'explain', 'graph', 'reach', 'releases', 'settings', 'validate'];
