import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownersIn } from '../../lib/governance/owners';

const ownersOf = ownersIn(`# Everybody
*                 @all
/docs/            @docs # and nobody else
*.sql             @data
/dist/*/stores/   @data @release
/dist/**/secret_*.yaml  @security
/flat/*           @flat
/open/
file?.txt         @marks
/a.b/c+d          @exact
deep/**           @deep
`);

describe('owners by CODEOWNERS', () => {
  test.each([
    ['README.md', '@all'],
    ['docs/a/b.md', '@docs'],
    ['other/docs/a.md', '@all'],
    ['a/b/c.sql', '@data'],
    ['dist/stage/stores/a/b.yaml', '@data @release'],
    ['dist/stage/x/stores/b.yaml', '@all'],
    ['dist/stage/stores/a/secret_x.yaml', '@security'],
    ['dist/secret_x.yaml', '@security'],
    ['flat/a', '@flat'],
    ['flat/a/b', '@all'],
    ['open/a', ''],
    ['x/file1.txt', '@marks'],
    ['file12.txt', '@all'],
    ['a.b/c+d/e', '@exact'],
    ['aXb/c+d', '@all'],
    ['deep/a/b', '@deep'],
  ])('%s belongs to %s', (path, owners) => {
    expect(ownersOf(path).join(' ')).toBe(owners);
  });

  test('are nobody where there is no file', () => {
    expect(ownersIn('')('a')).toEqual([]);
  });

  test('are by component, and by kind whatever the component is', () => {
    const shipped = ownersIn(readFileSync(join(__dirname, '../../.github/CODEOWNERS'), 'utf8'));

    expect(shipped('dist/dev/workloads/kfm-ui/deployment.apps_kfm-ui.yaml')).toEqual(['@kfm/web']);
    expect(shipped('dist/stage/workloads/kfm-ui/deployment.apps_kfm-ui.yaml')).toEqual(['@kfm/web', '@kfm/release']);
    expect(shipped('dist/stage/policies/kfm-ui/kfm-web/networkpolicy.networking.k8s.io_kfm-ui.yaml')).toEqual(['@kfm/security']);
    expect(shipped('dist/stage/namespaces/kfm-web/namespace_kfm-web.yaml')).toEqual(['@kfm/platform-sre']);
  });
});
