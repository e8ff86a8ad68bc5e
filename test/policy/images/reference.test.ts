import { tryParseReference } from '../../../lib/policy/images/reference';

const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('a reference, as the kubelet reads it', () => {
  test.each([
    ['redis', 'docker.io/library/redis'],
    ['library/redis', 'docker.io/library/redis'],
    ['docker.io/redis', 'docker.io/library/redis'],
    ['docker.io/library/redis', 'docker.io/library/redis'],
    ['index.docker.io/redis', 'docker.io/library/redis'],
    ['index.docker.io/bitnami/redis', 'docker.io/bitnami/redis'],
    ['bitnami/redis', 'docker.io/bitnami/redis'],
    ['registry/redis', 'docker.io/registry/redis'],
    ['quay.io/redis', 'quay.io/redis'],
    ['quay.io/a/b/c', 'quay.io/a/b/c'],
    ['localhost/redis', 'localhost/redis'],
    ['localhost:5000/redis', 'localhost:5000/redis'],
    ['registry:5000/redis', 'registry:5000/redis'],
    ['10.0.0.1/redis', '10.0.0.1/redis'],
    ['[2001:db8::1]/redis', '[2001:db8::1]/redis'],
    ['[2001:db8::1]:5000/redis', '[2001:db8::1]:5000/redis'],
    ['Registry/redis', 'Registry/redis'],
    ['Docker.io/redis', 'Docker.io/redis'],
    ['docker.io:443/redis', 'docker.io:443/redis'],
    ['docker.io.evil.com/library/redis', 'docker.io.evil.com/library/redis'],
    ['evil.com/docker.io/library/redis', 'evil.com/docker.io/library/redis'],
    ['xn--dcker-q0a.io/redis', 'xn--dcker-q0a.io/redis'],
    ['a-b.c/d', 'a-b.c/d'],
    ['9z9Z.8-Y-8.7/9z_9z', '9z9Z.8-Y-8.7/9z_9z'],
    ['6-5-4:3/2', '6-5-4:3/2'],
    ['[9F::9f]/a', '[9F::9f]/a'],
    ['a--b.c--d:8/e', 'a--b.c--d:8/e'],
    ['a/b__c/d.e/f_g/h---i', 'docker.io/a/b__c/d.e/f_g/h---i'],
    ['0', 'docker.io/library/0'],
    ['a.b', 'docker.io/library/a.b'],
    ['localhost', 'docker.io/library/localhost'],
    [`quay.io/${'a'.repeat(255)}`, `quay.io/${'a'.repeat(255)}`],
    ['a'.repeat(64), `docker.io/library/${'a'.repeat(64)}`, 'identifier'],
    ['a'.repeat(63), `docker.io/library/${'a'.repeat(63)}`],
    ['9'.repeat(64), `docker.io/library/${'9'.repeat(64)}`, 'identifier'],
    ['g'.repeat(64), `docker.io/library/${'g'.repeat(64)}`],
    ['a'.repeat(65), `docker.io/library/${'a'.repeat(65)}`],
  ])('%s is of %s', (text, repository, isIdentifier = '') => {
    expect(tryParseReference(text)).toEqual(isIdentifier ? undefined : { repository });
  });

  test.each([
    ['redis:7', { repository: 'docker.io/library/redis', tag: '7' }],
    ['redis:_a.B-c', { repository: 'docker.io/library/redis', tag: '_a.B-c' }],
    [`redis:${'a'.repeat(128)}`, { repository: 'docker.io/library/redis', tag: 'a'.repeat(128) }],
    [`redis@${SHA256}`, { repository: 'docker.io/library/redis', digest: SHA256 }],
    [`redis:7@${SHA256}`, { repository: 'docker.io/library/redis', tag: '7', digest: SHA256 }],
    [`r.io:5000/a/b:7@${SHA256}`, { repository: 'r.io:5000/a/b', tag: '7', digest: SHA256 }],
    ['registry:5000', { repository: 'docker.io/library/registry', tag: '5000' }],
    [`a@sha384:${'b9'.repeat(48)}`, { repository: 'docker.io/library/a', digest: `sha384:${'b9'.repeat(48)}` }],
    [`a@sha512:${'b9'.repeat(64)}`, { repository: 'docker.io/library/a', digest: `sha512:${'b9'.repeat(64)}` }],
  ])('%s has a tag and a digest', (text, reference) => {
    expect(tryParseReference(text)).toEqual(reference);
  });

  test.each([
    ['nothing', ''],
    ['a blank', ' redis'],
    ['a blank behind it', 'redis '],
    ['a line behind it', 'redis\n'],
    ['a line behind the tag', 'redis:7\n'],
    ['a line behind the digest', `redis@${SHA256}\n`],
    ['upper case in the path', 'docker.io/library/Redis'],
    ['upper case alone', 'Redis'],
    ['a scheme', 'https://docker.io/redis'],
    ['a user', 'docker.io@evil.com/redis'],
    ['a user and a password', 'docker.io:x@evil.com/redis'],
    ['a dot behind the host', 'docker.io./library/redis'],
    ['a dot before the host', '.docker.io/library/redis'],
    ['two dots in the host', 'docker..io/library/redis'],
    ['a host that begins with a hyphen', '-docker.io/redis'],
    ['a host that ends with a hyphen', 'docker.io-/redis'],
    ['a label of the host that ends with a hyphen', 'docker-.io/redis'],
    ['an underscore in the host, which the library takes for a path', 'my_registry.io/redis'],
    ['no host before the slash', '/redis'],
    ['no path behind the host', 'docker.io/'],
    ['an empty part', 'docker.io//redis'],
    ['a slash at the end', 'docker.io/redis/'],
    ['a way up', 'registry.example.org/kfm/../evil/redis'],
    ['a part that ends with a dot', 'docker.io/redis.'],
    ['a part with two dots', 'docker.io/re..dis'],
    ['a part with three underscores', 'docker.io/re___dis'],
    ['a part that begins with a hyphen', 'docker.io/-redis'],
    ['a part of mixed separators', 'docker.io/re-_dis'],
    ['a port without a number', 'registry.io:/redis'],
    ['a port that is a name', 'registry.io:http/redis'],
    ['two ports', 'registry.io:1:2/redis'],
    ['an empty tag', 'redis:'],
    ['a tag with a hyphen first', 'redis:-7'],
    ['a tag with a dot first', 'redis:.7'],
    ['a tag of 129 characters', `redis:${'a'.repeat(129)}`],
    ['two tags', 'redis:7:8'],
    ['an empty digest', 'redis@'],
    ['a digest of 63 digits', `redis@sha256:${'a'.repeat(63)}`],
    ['a digest of 65 digits', `redis@sha256:${'a'.repeat(65)}`],
    ['a digest in upper case', `redis@sha256:${'A'.repeat(64)}`],
    ['something before the digest', `redis@x${SHA256}`],
    ['a digest of another kind', `redis@md5:${'a'.repeat(64)}`],
    ['a digest of a kind in upper case', `redis@SHA256:${'a'.repeat(64)}`],
    ['a short digest of 384 bits', `redis@sha384:${'a'.repeat(64)}`],
    ['a short digest of 512 bits', `redis@sha512:${'a'.repeat(96)}`],
    ['two digests', `redis@${SHA256}@${SHA256}`],
    ['a digest before the tag', `redis@${SHA256}:7`],
    ['a Cyrillic letter in the host', 'd\u043ecker.io/library/redis'],
    ['a Cyrillic letter in the path', 'docker.io/library/r\u0435dis'],
    ['a full-width slash', 'docker.io\uff0flibrary\uff0fredis'],
    ['a zero-width character', 'docker.io/\u200blibrary/redis'],
    ['a character that turns the direction', 'docker.io/\u202elibrary/redis'],
    ['a NUL', 'docker.io/redis\u0000'],
    ['a backslash', 'docker.io\\redis'],
    ['an escaped slash', 'docker.io%2fredis'],
    ['a query', 'docker.io/redis?x'],
    ['an open bracket', '[::1/redis'],
    ['a zone of an address', '[fe80::1%eth0]/redis'],
    ['a path of 256 characters', `quay.io/${'a'.repeat(256)}`],
  ])('%s makes it none', (_, text) => {
    expect(tryParseReference(text)).toBeUndefined();
  });

  test('takes no time over a text that is made to', () => {
    const start = performance.now();

    expect(tryParseReference(`${'a-'.repeat(100_000)}/${'a_'.repeat(100_000)}`)).toBeUndefined();
    expect(tryParseReference(`${'a'.repeat(100_000)}.-/b`)).toBeUndefined();
    expect(tryParseReference(`b/${'a'.repeat(100_000)}!`)).toBeUndefined();

    expect(performance.now() - start).toBeLessThan(1000);
  });
});
