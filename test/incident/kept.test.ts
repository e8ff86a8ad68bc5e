import type { Incident } from '../../lib/incident/incident';
import { paused, pausedBy, resumedText, rewritten } from '../../lib/incident/pause';
import type { Manifest } from '../../lib/manifest/manifest';
import { readManifests } from '../../lib/manifest/yaml-reader';
import type { Rule } from '../../lib/policy/rule';
import { synthesize } from '../../lib/synthesis';
import { Repository } from '../release/repository';

afterEach(() => jest.restoreAllMocks());

const FILE = 'apps/application.argoproj.io_workloads-ui.yaml';
const OPEN = {
  id: 'INC-7',
  environment: 'stage',
  who: 'Ada Example',
  with: 'Bob Example',
  why: 'a leak',
  what: 'scale it',
  expires: '2026-01-31T18:05:00Z',
  components: ['ui'],
  paused: ['root', 'workloads-ui'],
  captures: [],
} as Partial<Incident> as Incident;

test('bytes that a lock holds are found although all that is left of them is paused', () => {
  const repository = Repository.holding(['ui']);
  const path = `dist/stage/${FILE}`;
  const before = repository.all().get(path) as string;
  const held = rewritten(before, paused(readManifests(before).manifests[0] as Manifest, ['INC-7']));
  repository.replace(path, held);
  repository.rebase('ui');
  repository.commit();

  const { standings } = repository.synth('stage');

  expect(held).not.toBe(before);
  expect(repository.all().get(path)).toBe(before);
  expect(standings.map(({ component, state }) => [component, state])).toContainEqual(['ui', 'behind']);
});

/** Finds what is paused. */
const SEES: Rule = {
  id: 'argo/paused',
  title: 'Nothing is paused',
  severity: 'warning',
  rationale: 'for a test',
  requirements: ['C19'],
  fix: 'none',
  *check(world) {
    for (const object of world.objects) if (pausedBy(object.manifest).length > 0) yield { object, field: '', message: 'is paused' };
  },
};

test('rules see what is published: the pause too, of a locked environment as of another one', () => {
  const repository = Repository.holding(['ui']);
  const seen = (name: 'dev' | 'stage'): number => {
    const incidents = [{ ...OPEN, environment: name }];
    return synthesize(repository.environment(name), { gates: [SEES], incidents }).judgement.findings.length;
  };

  expect([seen('dev'), seen('stage')]).toEqual([2, 2]);
});

test.each(['dev', 'stage'] as const)('what is paused by hand in %s, and by no record, is rendered into nothing', (name) => {
  const repository = Repository.holding(['ui']);
  const environment = repository.environment(name);
  const deliver = environment.delivery.deliver.bind(environment.delivery);
  jest.spyOn(environment.delivery, 'deliver').mockImplementation((...given) =>
    deliver(...given).map((unit) => ({
      ...unit,
      manifests: unit.manifests.map((manifest) => (manifest.metadata.name === 'root' ? paused(manifest, ['INC-7']) : manifest)),
    })),
  );

  expect(() => synthesize(environment)).toThrow('application.argoproj.io_root.yaml: has the annotation platform.kfm.example.org/paused');
  expect(() => synthesize(environment, { incidents: [{ ...OPEN, environment: name }] })).toThrow('which open records alone put there');
});

test('an environment is published with the pause; what it is compared by and locked by has none', () => {
  const environment = Repository.holding(['ui']).environment('stage');

  const [calm, broken] = [synthesize(environment), synthesize(environment, { incidents: [OPEN] })];

  const changed = [...broken.files].filter(([path, text]) => calm.files.get(path) !== text).map(([path]) => path);
  expect(changed.sort()).toEqual(['README.md', FILE, 'bootstrap/application.argoproj.io_root.yaml']);
  expect(broken.judgement.findings).toEqual(calm.judgement.findings);
  expect(broken.rendered).toEqual(calm.rendered);
  expect([...broken.files].filter(([path]) => path !== 'README.md').map(([path, text]) => [path, resumedText(text)])).toEqual(
    [...calm.files].filter(([path]) => path !== 'README.md'),
  );
});
