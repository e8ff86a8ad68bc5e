import { createHash } from 'node:crypto';
import { page } from '../../../cli/report/html/page';
import { reviewOf } from '../../../cli/report/html/review';
import { consequencesOf, type FileChange, ownersIn } from '../../../lib';

/** Anything of the page of a change in which a planted value is told. */
async function linesTelling(planted: RegExp, files: readonly FileChange[]): Promise<string[]> {
  const review = reviewOf('main', [{ name: 'stage', files, consequences: consequencesOf('stage', files, () => []) }], ownersIn(''));
  const text = await page(review, { style: '', script: '' });
  return text.split('\n').filter((line) => planted.test(line));
}

const object = (kind: string, rest: object): object => ({
  apiVersion: 'a.org/v1',
  kind,
  metadata: { name: 'a', namespace: 'shop' },
  ...rest,
});
const settings = (data: object): object => object('ConfigMap', { apiVersion: 'v1', data });
const pod = (container: object): object => object('Pod', { apiVersion: 'v1', spec: { containers: [{ name: 'a', ...container }] } });
const annotated = (annotations: object): object =>
  object('Service', { apiVersion: 'v1', metadata: { name: 'a', namespace: 'shop', annotations } });
const random = (of: string): string => createHash('sha256').update(of).digest('base64');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('no secret is on the page, neither in sides nor in what is said of them,', () => {
  test.each<[string, (secret: string) => object]>([
    [
      'in values of a chart in one text',
      (secret) => object('Application', { spec: { helm: { values: `a: b\nadminPassword: ${secret}\n` } } }),
    ],
    ['in values of a chart', (secret) => object('Application', { spec: { helm: { valuesObject: { token: secret, secretKey: secret } } } })],
    ['in parameters of a chart', (secret) => object('Application', { spec: { parameters: [{ name: 'auth.password', value: secret }] } })],
    ['in the word after an option', (secret) => pod({ args: ['--requirepass', secret, '--x'] })],
    ['in a line of a shell', (secret) => pod({ command: ['sh', '-c', `redis-cli --pass ${secret} ping`] })],
    ['in a header of a request', (secret) => pod({ command: ['sh', '-c', `curl -H "X-Api-Key: ${secret}" http://a`] })],
    [
      'in a header of a probe',
      (secret) => pod({ livenessProbe: { httpGet: { httpHeaders: [{ name: 'Authorization', value: `Basic ${secret}` }] } } }),
    ],
    ['in variables', (secret) => pod({ env: ['DB_PWD', 'SIGNING_KEY', 'MY_PASSWORD_2'].map((name) => ({ name, value: secret })) })],
    ['in an annotation that is called like one', (secret) => annotated({ 'example.org/token': secret })],
    ['in a copy of the object', (secret) => annotated({ 'kubectl.kubernetes.io/last-applied-configuration': `{"a":"${secret}"}` })],
    ['in what SOPS leaves', (secret) => object('Secret', { apiVersion: 'v1', sops: { mac: secret, age: [{ enc: `a\n${secret}\n` }] } })],
    [
      'in the block below a line that tells of one',
      (secret) => settings({ a: `db:\n  password: |\n    first\n\n    ${secret}\n  b: c\n` }),
    ],
    ['in binary data', (secret) => object('ConfigMap', { apiVersion: 'v1', binaryData: { a: secret } })],
    ['in a token that is known by its form', (secret) => object('A', { spec: { a: `ghp_${secret}${'0a1B2c3D'.repeat(4)}`.slice(0, 40) } })],
  ])('%s', async (_, planted) => {
    const [before, after] = ['hunter2X', 'hunter3X'].map((secret) => JSON.stringify(planted(secret))) as [string, string];
    const place = { path: 'a.yaml', component: 'shop' };

    expect(await linesTelling(/hunter/, [{ ...place, after }])).toEqual([]);
    expect(await linesTelling(/hunter/, [{ ...place, before, after }])).toEqual([]);
    expect(await linesTelling(/\(hidden/, [{ ...place, before, after }])).not.toEqual([]);
  });

  test.each<[string, (secret: string) => string]>([
    ['as it is', (secret) => `b: ${random(secret)}`],
    ['inside a longer text', (secret) => `a ${base64(`-----BEGIN ${'PRIVATE'} KEY-----\n${random(secret)}`)} b`],
  ])('in base64 %s', async (_, planted) => {
    const files = ['one', 'two'].map((secret) => JSON.stringify(annotated({ a: planted(secret) }))) as [string, string];
    const [before, after] = files;
    const told = ['one', 'two'].map((secret) => planted(secret).slice(2, 30).replace(/[+/]/g, '\\$&'));

    expect(await linesTelling(new RegExp(told.join('|')), [{ path: 'a.yaml', component: 'shop', before, after }])).toEqual([]);
  });

  test('and what is none is left', async () => {
    const LEFT = 'left-alone';
    const after = JSON.stringify([
      pod({ env: [{ name: 'DB_PASSWORD_FILE', value: '/run/secrets/left-alone' }], args: ['--verbose', 'left-alone'] }),
      object('ExternalSecret', { spec: { data: [{ secretKey: LEFT, remoteRef: { key: LEFT } }] } }),
      settings({ a: 'secretName: x\n  b: left-alone\n' }),
    ]).slice(1, -1);
    const files = after.split(/,(?=\{"apiVersion")/).map((text, index) => ({ path: `${index}.yaml`, component: 'shop', after: text }));

    expect((await linesTelling(/left-alone/, files)).map((line) => line.trim())).toEqual([
      '- left-alone',
      'value: /run/secrets/left-alone',
      'b: left-alone',
      'key: left-alone',
      'secretKey: left-alone',
    ]);
  });
});
