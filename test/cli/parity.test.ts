import { loadEnvironment, makeEnvironment } from '../../cli/environments';
import { parityFindings } from '../../cli/parity';
import { type LaidOut, type Manifest, type Synthesis, synthesize } from '../../lib';

async function synthesisOf(name: string): Promise<Synthesis> {
  return synthesize(makeEnvironment(name, await loadEnvironment(name)), { gates: [] });
}

function withObject(synthesis: Synthesis, path: string, change: (manifest: Manifest) => Manifest): Synthesis {
  const objects = synthesis.objects.map(
    (object): LaidOut => (object.path === path ? { ...object, manifest: change(object.manifest) } : object),
  );
  expect(objects).not.toEqual(synthesis.objects);
  return { ...synthesis, objects };
}

const BUDGET = 'workloads/kfm-api/poddisruptionbudget.policy_kfm-api.yaml';

let stage: Synthesis;
let prod: Synthesis;
beforeAll(async () => {
  [stage, prod] = [await synthesisOf('stage'), await synthesisOf('prod')];
});

describe('parity of production and its rehearsal', () => {
  test('holds as the classes render them', () => {
    expect(parityFindings([stage, prod])).toEqual([]);
  });

  test.each([
    ['production', () => [stage, withObject(prod, BUDGET, weaker)], 'is 3 here and 1 in stage, and nothing declares that'],
    ['the rehearsal', () => [withObject(stage, BUDGET, weaker), prod], 'is 1 here and 3 in stage, and nothing declares that'],
  ] as const)('is lost with a field of %s that no class declares', (_, syntheses, message) => {
    expect(parityFindings(syntheses())).toEqual([
      {
        rule: 'parity/declared',
        severity: 'error',
        environment: 'prod',
        object: 'policy/PodDisruptionBudget/kfm-api/kfm-api',
        file: '',
        field: 'spec.maxUnavailable',
        message,
        fix: expect.stringContaining('npm run compare -- stage prod'),
      },
    ]);
  });

  test('is not asked of environments that nobody decides about, or without their rehearsal', async () => {
    const dev = await synthesisOf('dev');

    expect(parityFindings([dev, withObject(stage, BUDGET, weaker)])).toEqual([]);
    expect(parityFindings([withObject(prod, BUDGET, weaker)])).toEqual([]);
  });
});

function weaker(manifest: Manifest): Manifest {
  return { ...manifest, spec: { ...(manifest.spec as object), maxUnavailable: 3 } };
}
