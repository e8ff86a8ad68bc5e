import type { Manifest } from '../../../lib/manifest/manifest';
import { destinationProblem, notPermitted, sourceProblem } from '../../../lib/policy/project/app-project';

function project(spec: object): Manifest {
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata: { name: 'team' }, spec };
}

const SERVER = 'https://kubernetes.default.svc';
const REFUSED = false;
const TAKEN = true;

test.each<[string, string[] | undefined, string, boolean]>([
  ['no list', undefined, 'https://git/a', REFUSED],
  ['an empty list', [], 'https://git/a', REFUSED],
  ['itself', ['https://git/a'], 'https://git/a', TAKEN],
  ['another', ['https://git/b'], 'https://git/a', REFUSED],
  ['everything', ['*'], 'https://git/a/b', TAKEN],
  ['a star that would have to cross a slash', ['https://git/*'], 'https://git/a/b', REFUSED],
  ['two stars', ['https://git/**'], 'https://git/a/b', TAKEN],
  ['itself in another spelling', ['HTTPS://Git/a.git'], 'https://git/A', TAKEN],
  ['SSH in another spelling', ['ssh://git@host/a.git'], 'git@host:a', TAKEN],
  ['everything but itself', ['*', '!https://git/a'], 'https://git/a', REFUSED],
  ['everything but another', ['*', '!https://git/b'], 'https://git/a', TAKEN],
  ['nothing but a denial of another, which permits the rest', ['!https://git/b'], 'https://git/a', TAKEN],
])('a repository is compared with %s', (_, sourceRepos, repository, isTaken) => {
  const expected = isTaken ? undefined : `the project team takes nothing from ${repository}`;

  expect(sourceProblem(project(sourceRepos ? { sourceRepos } : {}), repository)).toBe(expected);
});

const here = { server: SERVER, namespace: 'kfm' };

test.each<[string, object[], object, boolean]>([
  ['no item', [], here, REFUSED],
  ['the same', [here], here, TAKEN],
  ['another namespace', [{ server: SERVER, namespace: 'kfm-*' }], here, REFUSED],
  ['another server', [{ server: 'https://other', namespace: '*' }], here, REFUSED],
  ['everything', [{ server: '*', namespace: '*' }], here, TAKEN],
  ['a server by its name', [{ name: 'in-cluster', namespace: 'kfm' }], { name: 'in-cluster', namespace: 'kfm' }, TAKEN],
  ['a name where a server is asked for', [{ name: '*', namespace: 'kfm' }], here, REFUSED],
  [
    'a denied namespace',
    [
      { server: '*', namespace: '*' },
      { server: '*', namespace: '!kfm' },
    ],
    here,
    REFUSED,
  ],
  ['another denied namespace', [{ server: '*', namespace: '!kube-*' }], here, TAKEN],
  [
    'a denied server',
    [
      { server: '*', namespace: '*' },
      { server: `!${SERVER}`, namespace: 'x' },
    ],
    here,
    REFUSED,
  ],
  [
    'a denied name, which is also held against none',
    [
      { server: '*', namespace: '*' },
      { name: '!a', namespace: 'x' },
    ],
    here,
    REFUSED,
  ],
  ['a namespace where none is asked for', [{ server: '*', namespace: 'kfm' }], { server: SERVER }, REFUSED],
  ['any namespace where none is asked for', [{ server: '*', namespace: '*' }], { server: SERVER }, TAKEN],
])('a destination is compared with %s', (_, destinations, wanted, isTaken) => {
  expect(destinationProblem(project({ destinations }), wanted) === undefined).toBe(isTaken);
});

test('says whose destination is missing', () => {
  expect(destinationProblem(project({}), here)).toBe(`the project team delivers nothing into the namespace kfm of ${SERVER}`);
  expect(destinationProblem(project({}), {})).toBe('the project team delivers nothing into no namespace of no cluster');
});

test('an object is judged by the cluster of its Application, which is its own unless said otherwise', () => {
  const object: Manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api', namespace: 'kfm' } };
  const team = project({ destinations: [here] });

  expect(notPermitted(team, object)).toBeUndefined();
  expect(notPermitted(team, object, { server: 'https://other', namespace: 'argocd' })).toBe(
    'the project team delivers nothing into the namespace kfm of https://other',
  );
});
