import { sha256 } from '../../lib/manifest/digest';
import { isLayoutPath } from '../../lib/manifest/layout';
import { inputsOf } from '../../lib/release/inputs';
import type { Lock } from '../../lib/release/lock';
import { digestsOf, isHeld, renderingsOf } from '../../lib/release/rendering';
import { render } from '../../lib/synthesis';
import { releaseOf, TestEnvironment } from './environments';

const environment = new TestEnvironment('dev', { lines: { ui: { version: '1.0.0' }, db: {} } }, {});
const files = render(environment);
const renderings = renderingsOf(files, environment.overrides());

describe('what the classes render', () => {
  test('belongs to exactly one component, file by file', () => {
    const paths = [...renderings.values()].flatMap((rendering) => rendering.files.map(({ path }) => path));

    expect([...renderings.keys()].sort()).toEqual(['admission', 'argocd', 'db', 'namespace-web', 'projects', 'rbac', 'ui']);
    expect(paths.sort()).toEqual(files.map(({ path }) => path).sort());
    expect(renderings.get('ui')?.files.map(({ path }) => path)).toEqual([
      'apps/application.argoproj.io_policies-ui.yaml',
      'apps/application.argoproj.io_workloads-ui.yaml',
      'policies/ui/networkpolicy.networking.k8s.io_ui.yaml',
      'workloads/ui/configmap_ui.yaml',
    ]);
  });

  test('stands at paths that a lock may hold', () => {
    expect(files.filter(({ path }) => !isLayoutPath(path))).toEqual([]);
  });

  test('has inputs where the class writes something for it, and a release where there is a version', () => {
    const { inputs, release } = renderings.get('ui') ?? {};

    expect([inputs, release]).toEqual([
      inputsOf({ replicas: 1, release: releaseOf('ui', { version: '1.0.0' }) }),
      releaseOf('ui', { version: '1.0.0' }),
    ]);
    expect(Object.keys(renderings.get('db') ?? {})).toEqual(['component', 'files', 'inputs']);
    expect(Object.keys(renderings.get('rbac') ?? {})).toEqual(['component', 'files']);
  });
});

describe('files are those of a lock', () => {
  const digests = { 'workloads/ui/a.yaml': sha256('a'), 'workloads/ui/b.yaml': sha256('b') };
  const lock = { files: digests } as unknown as Lock;

  test.each<[string, Record<string, string>, boolean]>([
    ['byte for byte', { ...digests }, true],
    ['not with another text', { ...digests, 'workloads/ui/b.yaml': sha256('B') }, false],
    ['not with one less', { 'workloads/ui/a.yaml': sha256('a') }, false],
    ['not with one more', { ...digests, 'workloads/ui/c.yaml': sha256('c') }, false],
    ['not at another path', { 'workloads/ui/a.yaml': sha256('a'), 'workloads/ui/c.yaml': sha256('b') }, false],
  ])('%s', (_, others, held) => {
    expect(isHeld(others, lock)).toBe(held);
  });

  test('by the sha256 of their texts', () => {
    const [file] = files;

    expect(digestsOf(files.slice(0, 1))).toEqual({ [file?.path as string]: sha256(file?.text as string) });
  });
});
