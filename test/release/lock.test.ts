import { type Lock, lockText, parseLock } from '../../lib/release/lock';
import { digestOf } from './digest';

const FILE = 'envs/stage/lock/ui.json';
const DIGEST = digestOf('ui', '1.0.0');
const SHA = 'a'.repeat(64);
const PATH = 'workloads/ui/deployment.apps_ui.yaml';
const LOCK: Lock = {
  component: 'ui',
  version: '1.0.0',
  digest: DIGEST,
  hotfix: 'INC-12: token leak',
  promotedFrom: 'dev',
  held: [DIGEST],
  evidence: { source: '4f2a', attestation: 'registry.example.org/ui:att', rules: 18 },
  inputs: { release: SHA, replicas: SHA },
  files: { [PATH]: SHA, 'workloads/ui/service_ui.yaml': SHA },
};
const SHARED: Lock = {
  component: 'ui',
  held: [],
  evidence: { rules: 18 },
  inputs: {},
  files: { 'rbac/clusterrole.rbac.authorization.k8s.io_kfm%3Aread.yaml': SHA },
};

function lockWith(changes: Record<string, unknown>): string {
  return JSON.stringify({ ...LOCK, ...changes });
}

describe('the text of a lock', () => {
  test('has one line an entry', () => {
    expect(lockText({ ...LOCK, files: { [PATH]: SHA } })).toBe(`{
  "component": "ui",
  "version": "1.0.0",
  "digest": "${DIGEST}",
  "hotfix": "INC-12: token leak",
  "promotedFrom": "dev",
  "held": [
    "${DIGEST}"
  ],
  "evidence": {
    "source": "4f2a",
    "attestation": "registry.example.org/ui:att",
    "rules": 18
  },
  "inputs": {
    "release": "${SHA}",
    "replicas": "${SHA}"
  },
  "files": {
    "${PATH}": "${SHA}"
  },
  "checksum": "1f7e988ec51b3f1a351438d1e5ae669a10baf3ba8e2ffa0bf10adc1e40bbc1b9"
}
`);
  });

  test('tells when its fields do not belong together, as after a merge that took some of either side', () => {
    const merged = lockText(LOCK).replace(`"replicas": "${SHA}"`, `"replicas": "${'b'.repeat(64)}"`);

    expect(parseLock(merged, FILE)).toMatchObject({ isMixed: true, version: '1.0.0' });
    expect(parseLock(lockText(parseLock(merged, FILE)), FILE)).not.toHaveProperty('isMixed');
  });

  test.each([
    ['a program', LOCK],
    ['a shared component', SHARED],
  ])('is read as what was written of %s', (_, lock) => {
    expect(parseLock(lockText(lock), FILE)).toEqual(lock);
  });

  test('is the same whatever the order of keys was', () => {
    const reversed = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .map(([key, item]) => [key, reversed(item)])
              .reverse(),
          )
        : value;

    expect(JSON.stringify(reversed(LOCK))).not.toBe(JSON.stringify(LOCK));
    expect(lockText(reversed(LOCK) as Lock)).toBe(lockText(LOCK));
  });
});

describe('what is no lock is refused with file and field', () => {
  test.each<[string, string, string]>([
    [
      'conflict markers',
      `{\n<<<<<<< HEAD\n${lockText(LOCK)}`,
      `${FILE}: is "{\\n<<<<<<< HEAD\\n{\\n  \\""; expected JSON; resolve the conflict if it is one`,
    ],
    ['a list', '[]', `${FILE}: is []; expected a JSON object`],
    ['another component', lockWith({ component: 'api' }), `${FILE} component: is "api"; expected the name of its file`],
    ['no component', lockWith({ component: undefined }), `${FILE} component: is nothing; expected the name of its file`],
    ['a version that is none', lockWith({ version: '1.0' }), `${FILE} version: is "1.0"; expected major.minor.patch`],
    [
      'a version without a digest',
      lockWith({ digest: undefined }),
      `${FILE} digest: is nothing; expected one with a version, and none without`,
    ],
    ['a digest without a version', lockWith({ version: undefined }), `${FILE} digest: is "sha256:`],
    ['a digest of 63 digits', lockWith({ digest: DIGEST.slice(0, -1) }), `${FILE} digest: is "sha256:`],
    ['a hotfix that is no text', lockWith({ hotfix: true }), `${FILE} hotfix: is true; expected a text`],
    [
      'an origin that is no text',
      lockWith({ promotedFrom: ['dev'] }),
      `${FILE} promotedFrom: is ["dev"]; expected the name of an environment`,
    ],
    ['nothing held', lockWith({ held: undefined }), `${FILE} held: is nothing; expected a list of digests`],
    ['held that is no digest', lockWith({ held: [DIGEST, 'latest'] }), `${FILE} held: is ["sha256:`],
    ['held without what it holds', lockWith({ held: [] }), `${FILE} held: is []; expected the digest of today among them`],
    ['no evidence', lockWith({ evidence: undefined }), `${FILE} evidence: is nothing; expected a mapping with the number of rules`],
    [
      'evidence of a number',
      lockWith({ evidence: { rules: 1, source: 7 } }),
      `${FILE} evidence: is {"rules":1,"source":7}; expected texts`,
    ],
    ['no inputs', lockWith({ inputs: undefined }), `${FILE} inputs: is nothing; expected a mapping to sha256`],
    ['inputs that are a list', lockWith({ inputs: [SHA] }), `${FILE} inputs: is ["aaa`],
    ['no files', lockWith({ files: undefined }), `${FILE} files: is nothing; expected a mapping to sha256`],
    ['files empty', lockWith({ files: {} }), `${FILE} files: is {}; expected at least one file`],
    [
      'a sha256 of 63 digits',
      lockWith({ files: { [PATH]: SHA.slice(1) } }),
      `${FILE} files: is {"workloads/ui/deployment.apps_ui.yaml":"aaa`,
    ],
    ['a sha256 in a list', lockWith({ files: { [PATH]: [SHA] } }), `${FILE} files: is {"workloads/ui/deployment.apps_ui.yaml":["aaa`],
  ])('%s', (_, text, message) => {
    expect(() => parseLock(text, FILE)).toThrow(message);
  });

  test.each([
    '../../x',
    '../stage/workloads/ui/service_ui.yaml',
    'workloads/../../prod/service_ui.yaml',
    'workloads/./service_ui.yaml',
    'workloads//service_ui.yaml',
    '/etc/service_ui.yaml',
    'workloads\\ui\\service_ui.yaml',
    'workloads/ui/service_ui.yaml\n',
    'README.md',
    'index.json',
    'kustomization.yaml',
    'nowhere/ui/service_ui.yaml',
    'workloads/ui/script.sh',
    'toString/x.yaml',
  ])('a path that synth would not write: %j', (path) => {
    expect(() => parseLock(lockWith({ files: { [PATH]: SHA, [path]: SHA } }), FILE)).toThrow(
      'expected paths below the environment, as synth writes them',
    );
  });
});
