import { certificateAge } from '../../../lib/policy/secrets/certificate-age';

const END = new Date('2036-11-18T07:05:58Z');

test.each([
  ['2026-11-21', undefined],
  ['2036-11-03', undefined],
  ['2036-11-04', 'warning: the certificate ends on 2036-11-18'],
  ['2036-11-18', 'warning: the certificate ends on 2036-11-18'],
  ['2036-11-19', 'error: the certificate is over since 2036-11-18'],
  ['2040-01-01', 'error: the certificate is over since 2036-11-18'],
])('the certificate that values are sealed by, seen from %s', (today, said) => {
  const found = certificateAge('stage', END, today);

  expect(found && `${found.severity}: ${found.message}`).toBe(said);
});

test('a finding names the file and what to do', () => {
  expect(certificateAge('stage', END, '2036-11-19')).toEqual({
    rule: 'secrets/sealing-age',
    severity: 'error',
    environment: 'stage',
    object: '',
    file: 'envs/stage/sealing.pem',
    field: '',
    message: 'the certificate is over since 2036-11-18',
    fix: 'fetch the one that the controller seals by now, and seal every value again (docs/runbooks/secret-rotation.md)',
  });
});

test('an end that nobody can read is none', () => {
  expect(certificateAge('stage', new Date('never'), '2036-11-19')).toBeUndefined();
});
