import { ledgerText, parseLedger, withEntry } from '../../lib/release/ledger';
import { lockText, parseLock } from '../../lib/release/lock';
import { sealed } from '../../lib/tenancy/secret-ref';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const SHA256 = 'a'.repeat(64);

/** JSON with a field of that name, which an object literal would not make of `__proto__`. */
function json(value: object, name: string, at: string): string {
  return JSON.stringify(value).replace(`"${at}"`, `"${name}"`);
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

// Bad input 26, in the JSON files of envs.
describe.each(NAMES)('the name %s', (name) => {
  test('of an input of a lock is data, and stays in it', () => {
    const lock = { component: 'a', held: [], evidence: { rules: 1 }, inputs: { here: SHA256 }, files: { 'workloads/a/x.yaml': SHA256 } };

    const read = parseLock(json(lock, name, 'here'), 'envs/stage/lock/a.json');

    expect(Object.entries(read.inputs)).toEqual([[name, SHA256]]);
    expect(lockText(read)).toContain(`"${name}": "${SHA256}"`);
  });

  test('of a file of a lock is refused with its field', () => {
    const lock = { component: 'a', held: [], evidence: { rules: 1 }, inputs: {}, files: { here: SHA256 } };

    expect(() => parseLock(json(lock, name, 'here'), 'envs/stage/lock/a.json')).toThrow('envs/stage/lock/a.json files: ');
  });

  test('of a field that a ledger has not is left out of it', () => {
    const entry = { version: '1.0.0', digest: `sha256:${SHA256}`, source: 'c', here: { polluted: 1 } };
    const ledger = parseLedger(json({ component: 'a', releases: [entry] }, name, 'here'), 'envs/releases/a.json');

    const next = withEntry(ledger, 'a', { version: '1.0.1', digest: `sha256:${'b'.repeat(64)}`, source: 'd' });

    expect(ledgerText(next)).not.toContain('polluted');
    expect(next.releases.map(({ version }) => version)).toEqual(['1.0.0', '1.0.1']);
  });

  test('of a sealed key is one of the keys of the Secret', () => {
    const file = {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'a', namespace: 'b', creationTimestamp: null },
      spec: { encryptedData: { here: 'AgBx' } },
    };

    const secret = sealed(JSON.parse(json(file, name, 'here')));

    expect(secret.keys).toEqual([name]);
    expect(JSON.stringify(secret)).toContain(`"encryptedData":{"${name}":"AgBx"}`);
  });
});
