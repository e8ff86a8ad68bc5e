import { REDACTIONS } from '../../lib/observability/redaction';

/** As Vector does it: all of them, one after the other. */
function redact(text: string): string {
  return REDACTIONS.reduce((redacted, { pattern, replacement }) => redacted.replace(new RegExp(pattern, 'giv'), () => replacement), text);
}

test.each([
  ['a password in a message', 'login failed, password=hunter2, user=joe', 'login failed, [REDACTED] user=joe'],
  ['a password with separators', String.raw`password=a,hunter2;b&hunter2\hunter2) user=joe`, '[REDACTED] user=joe'],
  ['a token in a query', 'GET /items?token=hunter2&page=2 200', 'GET /items?[REDACTED] 200'],
  ['a quoted password', 'password="hunter2 and more" user=joe', '[REDACTED] user=joe'],
  ['a password in single quotes', "PGPASSWORD='hunter2 and more' psql", '[REDACTED] psql'],
  ['a quoted password that is cut off', 'password="hunter2 and more"'.slice(0, -1), '[REDACTED]'],
  ['a variable', 'export DB_PASSWD=hunter2', 'export [REDACTED]'],
  ['a header with a bearer token', 'Authorization: Bearer abc.d-hunter2', '[REDACTED]'],
  ['a header with a user', 'authorization: Basic hunter2+hunter2== next', '[REDACTED] next'],
  ['a header with parts', 'Authorization: Digest username="joe", response="hunter2"', '[REDACTED]'],
  [
    'a header with parts in JSON',
    String.raw`{"msg":"authorization: Digest username=\"joe\", response=\"hunter2\"","n":1}`,
    '{"msg":"[REDACTED]","n":1}',
  ],
  ['a header without a scheme', 'proxy-authorization=hunter2 next', 'proxy-[REDACTED] next'],
  ['a bearer token alone', 'sent Bearer hunter2hunter2 to joe', 'sent [REDACTED] to joe'],
  ['cookies', 'Set-Cookie: id="joe"; session=hunter2; Path=/', '[REDACTED]'],
  ['an address with a password', 'postgres://kfm:hunter2@postgres:5432/kfm', 'postgres://[REDACTED]@postgres:5432/kfm'],
  ['a JSON web token', 'got eyJhbGciOi.eyJhunter2.sig_-na end', 'got [REDACTED] end'],
  ['a key of a cloud', 'key AKIAIOSFODNN7EXAMPLE used', 'key [REDACTED] used'],
  ['an e-mail address', 'mail to joe.hunter2+x@mail.example.org sent', 'mail to [REDACTED] sent'],
  ['a field of JSON', '{"user":"joe","password":"hunter2"}', '{"user":"joe","redacted":"[REDACTED]"}'],
  ['a field of JSON with escapes', String.raw`{"api_key": "a\"hunter2", "n":1}`, '{"redacted":"[REDACTED]", "n":1}'],
  ['a list in JSON', '{"db.credentials":["hunter2","b"],"n":1}', '{"redacted":"[REDACTED]","n":1}'],
  ['a number in JSON', '{"x-token":7012,"n":1}', '{"redacted":"[REDACTED]","n":1}'],
  ['an object in JSON', '{"secret":{"value":"hunter2"},"n":1}', '{"redacted":"[REDACTED]","n":1}'],
  ['a field of JSON that is cut off', '{"user":"joe","password":"hunter2"}'.slice(0, -2), '{"user":"joe","[REDACTED]'],
  ['JSON within JSON', String.raw`{"msg":"{\"password\":\"hunter2 and more\"}"}`, String.raw`{"msg":"{\"[REDACTED]}"}`],
])('takes %s out', (_, line, expected) => {
  expect(redact(line)).toBe(expected);
  expect(redact(line)).not.toMatch(/hunter2|7012/i);
});

test.each([
  ['words about secrets', 'the password was changed, the secret of kfm-api is mounted'],
  ['numbers beside secrets', '{"token_count":12,"secretName":"kfm-api-postgres"}'],
  ['an image with its digest', 'pulling registry.example.org/kfm/kfm-api:2.3.1@sha256:0123456789abcdef'],
  ['an address without a password', 'GET http://kfm-api.kfm-api.svc.cluster.local:8080/items?page=2'],
  ['a time', '2026-01-02T03:04:05.678Z INFO started in 3.2 s'],
])('leaves %s alone', (_, line) => {
  expect(redact(line)).toBe(line);
});

test('leaves JSON that can still be parsed', () => {
  const line = {
    user: 'joe',
    password: 'hunter2',
    nested: { token: 'hunter2', note: 'password=hunter2', mail: 'joe@example.org' },
    audit: true,
  };

  const parsed = JSON.parse(redact(JSON.stringify(line)));

  expect(parsed).toEqual({
    user: 'joe',
    redacted: '[REDACTED]',
    nested: { redacted: '[REDACTED]', note: '[REDACTED]', mail: '[REDACTED]' },
    audit: true,
  });
});

describe.each(REDACTIONS.map((redaction) => [redaction.name, redaction] as const))('the pattern of a %s', (_, { pattern, replacement }) => {
  test('is a regular expression to Rust as well: no look-around, no back-reference, nothing nested in a class', () => {
    expect(pattern).not.toMatch(/\(\?[=!<]|\\[1-9]|\\k/);
    // Rust reads `[`, `&&`, `--` and `~~` in a class as JavaScript does with the flag v, and refuses nothing that v accepts here.
    expect(() => new RegExp(pattern, 'v')).not.toThrow();
    expect(pattern).not.toMatch(/[^\x20-\x7e]/);
  });

  test('fits into a raw string of VRL, and into Vector with or without environment variables', () => {
    expect(pattern).not.toContain("'");
    expect(`${pattern}${replacement}`).not.toContain('$');
  });

  test('does not find its own replacement again', () => {
    expect(redact(replacement)).toBe(replacement);
  });
});

test('is done before long, whatever the line', () => {
  const lines = ['a'.repeat(2_000), '"'.repeat(2_000), 'a@'.repeat(1_000), 'password'.repeat(250), '://a:'.repeat(400)];

  for (const line of lines) expect(redact(line).length).toBeLessThanOrEqual(line.length);
});
