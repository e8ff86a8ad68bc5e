import type { LaidOut } from '../../lib/manifest/layout';
import type { Manifest } from '../../lib/manifest/manifest';
import { needs } from '../../lib/release/needs';
import type { Rendering } from '../../lib/release/rendering';
import type { State } from '../../lib/release/standing';

function laidOut(component: string, folder: string, manifest: Manifest, project = 'team'): LaidOut {
  return {
    path: `${folder}/${manifest.kind}_${manifest.metadata.name}.yaml`,
    text: '',
    manifest,
    unit: { folder, component, project, namespace: '', manifests: [] },
  };
}

const namespace = (name: string): LaidOut =>
  laidOut(`namespace-${name}`, `namespaces/${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const program = (name: string, kind = 'ConfigMap'): LaidOut =>
  laidOut(name, `workloads/${name}`, { apiVersion: 'v1', kind, metadata: { name, namespace: 'lab' } });
const project = (...kinds: string[]): LaidOut =>
  laidOut('projects', 'bootstrap', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'team', namespace: 'argocd' },
    spec: { kinds },
  });

/** A project permits the kinds that it lists. */
const permits = (ceiling: Manifest, { kind }: Manifest): boolean => (ceiling.spec as { kinds: string[] }).kinds.includes(kind);

function needed(components: readonly (readonly [LaidOut, State, held?: LaidOut])[]): string[] {
  const renderings = components.map(([file]): [string, Rendering] => [
    file.unit.component,
    { component: file.unit.component, files: [file] },
  ]);
  const held = new Map(components.map(([file, , before]) => [file.unit.component, before === undefined ? [] : [before]]));
  return [
    ...needs({
      states: new Map(components.map(([file, state]) => [file.unit.component, state])),
      renderings: new Map(renderings),
      held: (component) => held.get(component) ?? [],
      permits,
    }),
  ];
}

describe('a promotion takes along', () => {
  test.each<[string, (readonly [LaidOut, State, held?: LaidOut])[], string[]]>([
    [
      'the namespace that it needs',
      [
        [program('probe'), 'promoted'],
        [namespace('lab'), 'waiting'],
      ],
      ['namespace-lab'],
    ],
    [
      'whom a file of it comes from, as when code moves it to another component',
      [
        [program('probe'), 'promoted'],
        [program('rest'), 'behind', program('probe')],
      ],
      ['rest'],
    ],
    [
      'whom a file of it goes to, and what that needs in turn',
      [
        [program('probe'), 'promoted', program('moved')],
        [program('moved'), 'waiting'],
        [program('third'), 'behind', program('moved')],
      ],
      ['moved', 'third'],
    ],
    [
      'no other namespace',
      [
        [program('probe'), 'promoted'],
        [namespace('other'), 'waiting'],
      ],
      [],
    ],
    [
      'no namespace that is there, though behind',
      [
        [program('probe'), 'promoted'],
        [namespace('lab'), 'behind', namespace('lab')],
      ],
      [],
    ],
    [
      'nothing if nothing is promoted',
      [
        [program('probe'), 'behind', program('probe')],
        [namespace('lab'), 'waiting'],
      ],
      [],
    ],
    [
      'a project that is wider for it',
      [
        [program('probe', 'Job'), 'promoted'],
        [project('ConfigMap', 'Job'), 'behind', project('ConfigMap')],
      ],
      ['projects'],
    ],
    [
      'a project that is not there',
      [
        [program('probe'), 'promoted'],
        [project('ConfigMap'), 'waiting'],
      ],
      ['projects'],
    ],
    [
      'no project that is wider for others',
      [
        [program('probe'), 'promoted'],
        [project('ConfigMap', 'Job'), 'behind', project('ConfigMap')],
      ],
      [],
    ],
    [
      'no project that is narrower',
      [
        [program('probe', 'Job'), 'promoted'],
        [project('ConfigMap'), 'behind', project('ConfigMap', 'Job')],
      ],
      [],
    ],
    [
      'no project that does not permit it anyway',
      [
        [program('probe', 'Job'), 'promoted'],
        [project('ConfigMap', 'Secret'), 'behind', project('ConfigMap')],
      ],
      [],
    ],
  ])('%s', (_, components, along) => {
    expect(needed(components)).toEqual(along);
  });
});
