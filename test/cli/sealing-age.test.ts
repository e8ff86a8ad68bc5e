import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '../../cli/commands/validate';
import type { Finding } from '../../lib';
import { context, PROJECT } from './run';

const RULE = 'secrets/sealing-age';

const { validTo } = new X509Certificate(readFileSync(join(PROJECT, 'envs/dev/sealing.pem')));

/** What validate says of the certificate of an environment, so many days after the end of the one that dev ships. */
async function foundOf(environment: string, days: number): Promise<string[]> {
  const today = new Date(Date.parse(validTo) + days * 86_400_000).toISOString().slice(0, 10);
  const given = context(PROJECT);
  await validate({ env: [environment], rule: [RULE], today, json: true }, given.context);
  const { findings } = JSON.parse(given.stdout()) as { findings: Finding[] };
  return findings.filter(({ rule }) => rule === RULE).map(({ severity, file, message }) => `${severity} ${file}: ${message}`);
}

const LAST = new Date(validTo).toISOString().slice(0, 10);

test.each([
  [-20, []],
  [-1, [`warning envs/dev/sealing.pem: the certificate ends on ${LAST}`]],
  [1, [`error envs/dev/sealing.pem: the certificate is over since ${LAST}`]],
])('validate, %i days after the end of the certificate of an environment, says so', async (days, said) => {
  expect(await foundOf('dev', days)).toEqual(said);
});

test('validate holds no certificate against an environment that has none', async () => {
  expect(await foundOf('local', 1)).toEqual([]);
});
