// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of other languages
import { credentialAlone, credentialNamed, credentialsIn } from '../../../lib/policy/secrets/credential';

/** Nothing here is a credential: texts are put together so that no other scanner takes them for one. */
const base64 = (text: string, times = 1): string => (times === 0 ? text : base64(Buffer.from(text).toString('base64'), times - 1));
const pem = (kind: string): string => `-----BEGIN ${kind}-----\nAAAA\n-----END ${kind}-----`;
const RANDOM = ['q7Xb2', 'Lp9Rt', '4Wz8K', 'd1Nf6', 'Yh3Gs', '5Vm0J'].join('');

/** What a text is by its looks, or by its name if it has one. */
function credentialIn(text: string, name = ''): string | undefined {
  return credentialAlone(text) ?? credentialNamed(text, name);
}

describe('by its looks', () => {
  test.each([
    ['a private key', pem('PRIVATE KEY')],
    ['a private key', pem('RSA PRIVATE KEY')],
    ['a private key', pem('EC PRIVATE KEY')],
    ['a private key', pem('OPENSSH PRIVATE KEY')],
    ['a private key', pem('ENCRYPTED PRIVATE KEY')],
    ['a private key', pem('PGP PRIVATE KEY BLOCK')],
    ['a private key', `PuTTY-User-${'Key'}-File-3: ssh-ed25519`],
    ['a private key', `AGE-SECRET-${'KEY'}-1${'Q'.repeat(58)}`],
    ['a private key', `MIIEvg${'IBADANBgkqhkiG9w0BAQEFAASC'}BKgwggSkAgEAAoIBAQ`],
    ['a private key', `MIGHAgEAMBMG${'ByqGSM49'}AgEGCCqGSM49AwEHBG0wawIBAQQg`],
    ['a private key', `MC4CAQAwBQYDK2VwBCI${'EI'}AAAA`],
    ['an AWS access key', `AKIA${'EXAMPLE'.repeat(2)}AB`],
    ['an AWS access key', `ASIA${'EXAMPLE'.repeat(2)}AB`],
    ['a GitHub token', `ghp_${'a'.repeat(36)}`],
    ['a GitHub token', `github_pat_${'a'.repeat(22)}`],
    ['a GitLab token', `glpat-${'a'.repeat(20)}`],
    ['a Slack token', `xoxb-${'1'.repeat(10)}`],
    ['a Slack token', `xapp-1-${'A'.repeat(10)}`],
    ['a Slack webhook', `https://hooks.slack.com/${'services'}/T0/B0/${'a'.repeat(16)}`],
    ['a Stripe key', `sk_live_${'a'.repeat(16)}`],
    ['a Stripe key', `whsec_${'a'.repeat(24)}`],
    ['a Google key', `AIza${'a'.repeat(35)}`],
    ['a Google key', `GOCSPX-${'a'.repeat(20)}`],
    ['a JSON Web Token', `${['eyJhbGciOiJub25l', 'eyJzdWIiOiJhYmMi', ''].join('.')}`],
    ['an npm token', `npm_${'a'.repeat(36)}`],
    ['a PyPI token', `pypi-AgE${'a'.repeat(40)}`],
    ['a Docker token', `dckr_pat_${'a'.repeat(20)}`],
    ['a Hugging Face token', `hf_${'a'.repeat(34)}`],
    ['an API key', `sk-proj-${'a'.repeat(20)}`],
    ['an API key', `SG.${'a'.repeat(22)}.${'b'.repeat(43)}`],
    ['a DigitalOcean token', `dop_v1_${'a'.repeat(64)}`],
    ['a Vault token', `hvs.${'a'.repeat(24)}`],
    ['a Grafana token', `glsa_${'a'.repeat(32)}`],
    ['a Telegram token', `12345678:AA${'a'.repeat(33)}`],
    ['an Azure key', `EndpointSuffix=core.windows.net;AccountKey=${'a'.repeat(20)}`],
    ['the hash of a password', `$2b$10$${'a'.repeat(53)}`],
    ['the hash of a password', `$apr1$salt$${'a'.repeat(22)}`],
    ['the hash of a password', '$argon2id$v=19$m=1'],
    ['the hash of a password', 'SCRAM-SHA-256$4096:aaaa'],
    ['a registry login', `{"auths": {"registry.example.org": {"auth": "${base64('a:bcdef')}"}}}`],
    ['a login', `Authorization: Bearer ${'a'.repeat(12)}`],
    ['a random text, as keys are', RANDOM],
    ['a random text, as keys are', `key ${RANDOM}==`],
    ['a random text, as keys are', `/${RANDOM}`],
  ])('%s is found', (what, text) => {
    expect(credentialIn(text)).toBe(what);
    expect(credentialIn(`first line\nthen "${text}" and more`)).toBe(what);
    expect(credentialIn(base64(`>${text}<`))).toBe(`${what} in base64`);
    expect(credentialIn(base64(`>${text}<`, 3))).toBe(`${what} in base64`);
  });

  test('base64 is looked into three times', () => {
    expect(credentialIn(base64(pem('PRIVATE KEY'), 4))).toBeUndefined();
  });

  test.each([
    ['a certificate', `${pem('CERTIFICATE').replace('AAAA', RANDOM)}`],
    ['a public key', pem('PUBLIC KEY')],
    ['a certificate in base64', base64(pem('CERTIFICATE'))],
    ['an encrypted message', `${pem('AGE ENCRYPTED FILE').replace('AAAA', RANDOM)}`],
    ['what SOPS encrypted', `ENC[AES256_GCM,data:aa,iv:${RANDOM}=,tag:aa==,type:str]`],
    ['the key of an SSH server', `github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5${RANDOM}`],
    ['an integrity digest', `sha512-${RANDOM}==`],
    ['a digest of Go', `h1:${RANDOM}=`],
    ['a certificate without its armour', `MIIC${RANDOM}`],
    ['a digest', `registry.example.org/kfm/api@sha256:${'0123456789abcdef'.repeat(4)}`],
    ['a UUID', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['a name in many words', 'DeviceTaintRuleSpecV1Alpha3'],
    ['certificates with a text between', `${pem('CERTIFICATE')}\nnothing\n${pem('CERTIFICATE')}`],
    ['a path', '/usr/local/share/ca-certificates/Example_Root_CA_2024.crt'],
    ['a word of capitals and digits', 'A1B2C3D4E5F6G7H8A1B2C3D4E5F6G7H8'],
    ['few characters over and over', 'aB1aB1aB1aB1aB1aB1aB1aB1aB1aB1'],
    ['a short random text', RANDOM.slice(0, 23)],
    ['a long one, which is a picture or a certificate', RANDOM.repeat(5)],
    ['text in base64', base64('nothing to see here, move on please')],
    ['a query', 'sum by (pod) (rate(token_requests_total{namespace="kfm"}[5m])) > 0'],
    ['the id of a key', 'AKIA1'],
    ['two parts of a token', 'eyJhbGciOiJub25l.abc'],
  ])('%s is not', (_, text) => {
    expect(credentialIn(text)).toBeUndefined();
  });
});

describe('by its name', () => {
  test.each([
    'password',
    'POSTGRES_PASSWORD',
    'pgPassword',
    'PGPASSWORD',
    'db.passwd',
    'SMTP_PASS',
    'db-pwd',
    'passphrase',
    'clientSecret',
    'token',
    'GITHUB_TOKEN',
    'accessToken',
    'apiKey',
    'API_KEY',
    'X-API-Key',
    'aws_secret_access_key',
    'private-key',
    'SECRET_KEY_BASE',
    'signingKey',
    'keyStorePassword',
    'token_2',
    'example.org/token',
    'credentials',
    'requirepass',
    'masterauth',
    'ADMIN_PASSWORD_NEW',
  ])('%s is that of a secret', (name) => {
    expect(credentialIn('hunter2', name)).toBe(`a value of ${name}`);
  });

  test.each([
    'passwordFile',
    'PASSWORD_FILE',
    'tokenPath',
    'secretName',
    'existingSecret',
    'imagePullSecret',
    'tls-secret',
    'passwordKey',
    'secretKeyRef',
    'tokenUrl',
    'token_ttl',
    'passwordPolicy',
    'password_encryption',
    'maxTokens',
    'no-password',
    'secretStore',
    'tokenizer',
    'compass',
    'key',
    'publicKey',
    'secrets.example.org/owner',
    'author',
    'user',
    'keyword',
    'accessKeyId',
  ])('%s is not', (name) => {
    expect(credentialIn('hunter2', name)).toBeUndefined();
  });

  test.each([
    'abc',
    'hunter2',
    'changeme',
    'a passphrase of words',
    'p@ss/w0rd!',
    '0123456789abcdef0123456789abcdef',
    'aGVsbG8gd29ybGQ=',
    'postgres-password',
    '${PASSWORD:-hunter2}',
    'a1.b2',
    '/hunter#2',
    'x!/hunter/2',
    'my own.txt',
    'x.pem!',
    'y'.repeat(512),
  ])('%s is a value', (value) => {
    expect(credentialIn(value, 'password')).toBe('a value of password');
  });

  test.each([
    '',
    'ab',
    '   ',
    '$PASSWORD',
    '$(PASSWORD)',
    '${PASSWORD}',
    '${PASSWORD:-}',
    '${PASSWORD:-$OTHER}',
    '$1',
    'x{{ .Values.password }}',
    '<password>',
    '%s',
    '%(password)s',
    '@password@',
    '****',
    'xxxx',
    'REDACTED',
    '[redacted]',
    'AgB…',
    '/etc/tls/password',
    './password',
    '~/.token',
    'password.txt',
    'https://login.example.org/token',
    'vault:secret/data/x#y',
    'ref+vault://x',
    'arn:aws:secretsmanager:x',
    'ENC[AES256_GCM,data:x]',
    'projects/p/secrets/s',
    'file:/x',
    'true',
    'False',
    'none',
    '12345678',
    '30s',
    '1.5h',
    '10Mi',
    '1.2.3',
    '^4.0.0',
    'string',
    'bearer',
    '{"a": 1}',
    '[a]',
    'two\nlines',
    'a sentence that says what it is',
    `AgAB${'a'.repeat(300)}`,
    'y'.repeat(513),
    '/etc/c++',
    'values.yml',
    'it  is  what  it  is',
  ])('%s is not', (value) => {
    expect(credentialIn(value, 'password')).toBeUndefined();
  });

  test.each([
    ['secret', 'graph-credentials', undefined],
    ['secret', 'hunter2', 'a value of secret'],
    ['secret', 'swordfish', 'a value of secret'],
    ['secrets', 'mock', undefined],
    ['credentials', 'a'.repeat(64), undefined],
    ['credentials', `sha256:${'0'.repeat(64)}`, undefined],
    ['credentials', `${'a'.repeat(64)}!`, 'a value of credentials'],
    ['credentials', `x${'0'.repeat(64)}`, 'a value of credentials'],
    ['secrets', 'Mock', 'a value of secrets'],
    ['secret', '!graph-credentials', 'a value of secret'],
    ['secret', 'graph-credentials!', 'a value of secret'],
    ['mysecret', 'graph-credentials', 'a value of mysecret'],
    ['secret-token', 'graph-credentials', 'a value of secret-token'],
    ['password', 'a'.repeat(64), 'a value of password'],
    ['authSecret', 'kfm/api-credentials', undefined],
    ['clientSecret', 'graph-credentials', 'a value of clientSecret'],
    ['webhook-secret', 'graph-credentials', 'a value of webhook-secret'],
  ])('%s: %s, since Secrets are objects as well', (name, value, what) => {
    expect(credentialIn(value, name)).toBe(what);
  });
});

describe('in a text', () => {
  test.each([
    ['YAML', 'password: hunter2', 'a value of password'],
    ['YAML in a list', '- password: hunter2', 'a value of password'],
    ['YAML with a comment', 'password: hunter2 # for now', 'a value of password'],
    ['a comment', '# password: hunter2', 'a value of password'],
    ['YAML in words', 'a: 1\n  password: swordfish\nb: 2', 'a value of password'],
    ['YAML in quotes', "password: 'hunter2'", 'a value of password'],
    ['JSON', '{"user":"joe","password":"hunter2"}', 'a value of password'],
    ['JSON with blanks', '{"password" : "hunter2"}', 'a value of password'],
    ['JSON in JSON', '{"a":"{\\"password\\":\\"hunter2\\"}"}', 'a value of password'],
    ['properties', 'spring.datasource.password=swordfish', 'a value of spring.datasource.password'],
    ['an INI file', 'password = hunter2', 'a value of password'],
    ['Go', 'password := "hunter2"', 'a value of password'],
    ['a template string', 'const token = `hunter2`;', 'a value of token'],
    ['a shell', 'export PGPASSWORD=hunter2; psql', 'a value of PGPASSWORD'],
    ['a default of a shell', 'PASSWORD=${PASSWORD:-hunter2}', undefined],
    ['a connection string', 'host=db user=joe password=hunter2 dbname=x', 'a value of password'],
    ['a query', 'GET /items?token=hunter2&page=2', 'a value of token'],
    ['an argument', '--password=hunter2', 'a value of --password'],
    ['two arguments', 'mysql --password hunter2 -u joe', 'a value of --password'],
    ['two arguments in quotes', 'mysql --password "hunter2"', 'a value of --password'],
    ['Redis', 'port 6379\nrequirepass hunter2', 'a value of requirepass'],
    ['SQL', "ALTER USER joe PASSWORD 'hunter2';", 'a password'],
    ['SQL of MySQL', "CREATE USER joe IDENTIFIED BY 'hunter2';", 'a password'],
    ['an argument with one dash', 'mysql -password hunter-2', 'a value of -password'],
    ['arguments far apart', 'mysql --password  2hunter', 'a value of --password'],
    ['SQL in wide letters', "IDENTIFIED  BY  'hunter:2'", 'a password'],
    ['a name of a key with a mark', "PASSWORD: 'postgres-password!'", 'a value of PASSWORD'],
    ['a name of a key with a capital', "PASSWORD: 'Postgres-password'", 'a value of PASSWORD'],
    ['capitals and a letter', 'password=xSWORD_FISH', 'a value of password'],
    ['capitals and a letter at the end', 'password=SWORD_FISHx', 'a value of password'],
    ['words with dots and digits', 'password=a.b2', 'a value of password'],
    ['a digit and a word', 'password = 2swordfish', 'a value of password'],
    ['YAML without a blank', 'password:swordfish\nnext: 1', 'a value of password'],
    ['a URL', 'postgres://joe:hunter2@db:5432/x', 'a password in a URL'],
    ['a URL without a user', 'redis://:hunter2@db', 'a password in a URL'],
  ])('%s has one', (_, text, what) => {
    expect(credentialIn(text)).toBe(what);
  });

  test.each([
    ['a URL with a variable', 'postgres://joe:$(PASSWORD)@db'],
    ['a URL with a user only', 'https://joe@example.org/a:b'],
    ['a URL with a port', 'http://db:5432/x@y'],
    ['a URL with a reference', 'postgres://joe:${PASSWORD}@db'],
    ['SQL with a variable', "ALTER USER joe PASSWORD :'password'"],
    ['SQL with a place', "ALTER USER joe PASSWORD '%s'"],
    ['a comparison', 'password == "hunter2"'],
    ['a matcher', 'secret=~"graph.*"'],
    ['an arrow', 'token => "hunter2"'],
    ['a path of C++', 'token::"hunter2"'],
    ['a type', 'readonly password: string;'],
    ['a call', 'password = secret(1)'],
    ['a call with an argument', 'connect(password=password)'],
    ['a member', 'connect(token=request.value)'],
    ['a line that goes on', 'password: hunter2 and so on'],
    ['a pair in prose', 'the password= hunter2 there'],
    ['a query of a URL', 'https://h?a:b@c'],
    ['a place', '--from-file=password=TOKEN_FILE'],
    ['a name of a key in a program', "PASSWORD: 'postgres-password'"],
    ['a word in a program', 'password = swordfish'],
    ['a pair in a program', '{ password: hunter2 }'],
    ['what is said of it', 'Set the password: first, choose one'],
    ['an option in prose', 'use --token for that'],
    ['an option before another', 'psql --db-password --dbname x'],
    ['an option without a password', "psql --no-password 'hunter2'"],
    ['a variable', 'token: $slack-token'],
    ['a block', 'password: |'],
  ])('%s has none', (_, text) => {
    expect(credentialIn(text)).toBeUndefined();
  });

  test.each([
    ['between two certificates', `${pem('CERTIFICATE')}\npassword: hunter2\n${pem('CERTIFICATE')}`, 'a value of password'],
    ['behind the name of a digest', `sha256: ${RANDOM}`, 'a random text, as keys are'],
    ['that holds the start of a certificate', `${RANDOM.slice(0, 20)}MIIC${RANDOM.slice(20)}`, 'a random text, as keys are'],
    ['of eight characters', 'pw=abcde', 'a value of pw'],
  ])('%s one is found', (_, text, what) => {
    expect(credentialIn(text)).toBe(what);
  });

  test('every one has its line, and none says what it is', () => {
    const text = `a: 1\npassword: hunter2\n\nurl: amqp://joe:hunter3@q\n# ${pem('PRIVATE KEY')}\nx: ${base64('token="hunter4-and-more"')} ${RANDOM}`;

    expect(credentialsIn(text)).toEqual([
      { line: 2, what: 'a value of password' },
      { line: 4, what: 'a password in a URL' },
      { line: 5, what: 'a private key' },
      { line: 8, what: 'a value of token in base64' },
      { line: 8, what: 'a random text, as keys are' },
    ]);
    expect(credentialsIn('nothing here')).toEqual([]);
  });

  test.each(['a', 'password', 'password=', '-----BEGIN ', '$', '://:', '"'])('a megabyte of %s takes no time', (piece) => {
    const before = performance.now();

    credentialsIn(piece.repeat(1_000_000 / piece.length));

    expect(performance.now() - before).toBeLessThan(3000);
  });
});
