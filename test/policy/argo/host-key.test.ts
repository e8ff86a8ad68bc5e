import { knows, spokenAddress, sshAddressOf } from '../../../lib/policy/argo/host-key';

describe('sshAddressOf', () => {
  test.each([
    ['git@git.example.org:kfm/kfm.git', 'git.example.org'],
    ['git@GIT.example.org:2222/kfm.git', 'git.example.org'],
    ['ssh://git@git.example.org/kfm.git', 'git.example.org'],
    ['ssh://git@git.example.org:22/kfm.git', 'git.example.org'],
    ['SSH://git@git.example.org:2222/kfm.git', '[git.example.org]:2222'],
    ['ssh://git.example.org/kfm.git', 'git.example.org'],
    ['ssh://git.example.org', 'git.example.org'],
    ['ssh://git@[2001:db8::1]:2222/kfm.git', '[2001:db8::1]:2222'],
    ['git@[2001:db8::1]:kfm.git', '2001:db8::1'],
    [' git@git.example.org:kfm.git', 'git.example.org'],
  ])('finds the host of %s', (url, spoken) => {
    expect(spokenAddress(sshAddressOf(url) as never)).toBe(spoken);
  });

  test.each([
    ['https://git@git.example.org:8443/kfm.git'],
    ['https://git.example.org/a@b:c'],
    ['git.example.org:kfm.git'],
    ['oci://git@registry.example.org/charts'],
    ['ssh://'],
    ['*'],
    [''],
  ])('finds none in "%s"', (url) => {
    expect(sshAddressOf(url)).toBeUndefined();
  });
});

describe('knows', () => {
  const HOST = { host: 'git.example.org', port: '22' };
  const PORT = { ...HOST, port: '2222' };

  test.each([
    ['a host', 'git.example.org ssh-ed25519 AAAA', HOST],
    ['a host in other letters', 'Git.Example.org ssh-ed25519 AAAA', HOST],
    ['a host among others', 'a.example.org,git.example.org,192.0.2.1 ssh-ed25519 AAAA', HOST],
    ['a host with the usual port', '[git.example.org]:22 ssh-ed25519 AAAA', HOST],
    ['a port', '[git.example.org]:2222 ssh-ed25519 AAAA', PORT],
    ['a pattern', '*.example.org ssh-ed25519 AAAA', HOST],
    ['a pattern of one character', 'gi?.example.org ssh-ed25519 AAAA', HOST],
    ['an authority', '@cert-authority *.example.org ssh-ed25519 AAAA', HOST],
    ['a line behind others', '# ours\n\na.example.org ssh-rsa AAAA\n\tgit.example.org  ssh-ed25519\tAAAA comment', HOST],
    ['what another pattern excludes', '*.example.org,!a.example.org ssh-ed25519 AAAA', HOST],
    ['a line that hides its host', '|1|c2FsdA==|aGFzaA== ssh-ed25519 AAAA', HOST],
  ])('takes %s', (_, file, address) => {
    expect(knows(file, address)).toBe(true);
  });

  test.each([
    ['nothing', '', HOST],
    ['another host', 'a.example.org ssh-ed25519 AAAA', HOST],
    ['a longer one', 'git.example.org.evil.org ssh-ed25519 AAAA', HOST],
    ['another port', '[git.example.org]:2222 ssh-ed25519 AAAA', HOST],
    ['no port', 'git.example.org ssh-ed25519 AAAA', PORT],
    ['a comment', '# git.example.org ssh-ed25519 AAAA', HOST],
    ['a comment without a space', '#git.example.org,git.example.org ssh-ed25519 AAAA', HOST],
    ['a line without a key', 'git.example.org ssh-ed25519', HOST],
    ['what is revoked', '@revoked git.example.org ssh-ed25519 AAAA', HOST],
    ['an authority of others', '@cert-authority *.example.com ssh-ed25519 AAAA', HOST],
    ['what is excluded', '*.example.org,!git.example.org ssh-ed25519 AAAA', HOST],
    ['nothing but an exclusion', '!a.example.org ssh-ed25519 AAAA', HOST],
  ])('does not take %s', (_, file, address) => {
    expect(knows(file, address)).toBe(false);
  });
});
