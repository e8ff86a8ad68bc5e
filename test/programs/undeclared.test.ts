import fc from 'fast-check';
import { Dev } from '../../envs/dev';
import { Local } from '../../envs/local';
import { Prod } from '../../envs/prod';
import { Stage } from '../../envs/stage';
import { compare, type LaidOut, type Manifest, objectKey, type Side } from '../../lib';
import { type Difference, differencesBetween, valueDifferences } from '../../lib/comparison/difference';
import { sideOf } from '../comparison/environments';

const [local, dev, stage, prod] = [new Local(), new Dev(), new Stage(), new Prod()].map(sideOf) as [Side, Side, Side, Side];

/** A change by hand; undefined is an object that was deleted. */
type Mutation = (manifest: Manifest) => Manifest | undefined;

type Steps = readonly (string | number)[];

/** Every scalar of a value, by the way to it. */
function leaves(value: unknown, steps: Steps = []): Steps[] {
  if (typeof value !== 'object' || value === null) return [steps];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => leaves((value as Record<string | number, unknown>)[key], [...steps, key]));
}

function edited(value: unknown, [step, ...rest]: Steps, edit: (leaf: unknown) => unknown): unknown {
  if (step === undefined) return edit(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  const changed = edited(copy[step], rest, edit);
  if (changed !== undefined) copy[step] = changed;
  else if (Array.isArray(copy)) copy.splice(step as number, 1);
  else delete copy[step];
  return copy;
}

function another(leaf: unknown): unknown {
  if (typeof leaf === 'string') return leaf.includes('\n') ? `${leaf}by hand\n` : `${leaf}-by-hand`;
  return typeof leaf === 'number' ? leaf + 1000 : !leaf;
}

const IDENTITY = ['apiVersion', 'kind'];

function mutations(manifest: Manifest): Mutation[] {
  const scalars = leaves(manifest).filter(
    (steps) => !IDENTITY.includes(String(steps[0])) && !/^(?:name|namespace)$/.test(String(steps[1])),
  );
  return [
    () => undefined,
    (own) => ({ ...own, spec: { ...(own.spec as object), byHand: true } }),
    ...scalars.map(
      (steps): Mutation =>
        (own) =>
          edited(own, steps, another) as Manifest,
    ),
    ...scalars.map(
      (steps): Mutation =>
        (own) =>
          edited(own, steps, () => undefined) as Manifest,
    ),
  ];
}

/** The fields that a change by hand shows in. */
function fieldsOf(manifest: Manifest, mutated: Manifest | undefined): string[] {
  return mutated === undefined ? [''] : valueDifferences(manifest, mutated).map(({ field }) => field);
}

/** Whether one field holds the other; of lists without names whatever is in the same list. */
function isIn(one: string, other: string): boolean {
  const [a, b] = [one, other].map((field) => field.replace(/\[\d+\].*|:\d+$/, '')) as [string, string];
  const holds = (long: string, short: string): boolean => long === short || long.startsWith(`${short}.`) || long.startsWith(`${short}[`);
  return holds(a, b) || holds(b, a);
}

const OBJECTS_A_RUN = 12;

describe.each([
  ['stage', 'prod', stage, prod],
  ['local', 'dev', local, dev],
  ['dev', 'stage', dev, stage],
])('%s and %s', (_, __, a, b) => {
  const base = compare(a, b);

  test('show every change by hand, unless it is where they differ by declaration', () => {
    const isDeclared = (object: string, field: string): boolean =>
      base.declared.some((one) => one.object === object && (one.field === '' || (field !== '' && isIn(one.field, field))));
    const candidate = fc.record({ object: fc.constantFrom(...a.objects), choice: fc.nat() });
    const candidates = fc.uniqueArray(candidate, { minLength: OBJECTS_A_RUN, maxLength: OBJECTS_A_RUN, selector: ({ object }) => object });
    let shown = 0;

    fc.assert(
      fc.property(candidates, (chosen) => {
        const mutated = new Map(
          chosen.map(({ object, choice }) => {
            const all = mutations(object.manifest);
            return [object, (all[choice % all.length] as Mutation)(object.manifest)] as const;
          }),
        );
        const objects = a.objects.flatMap((object): LaidOut[] => {
          const manifest = mutated.has(object) ? mutated.get(object) : object.manifest;
          return manifest === undefined ? [] : [{ ...object, manifest }];
        });

        const { undeclared } = compare({ ...a, objects }, b);
        for (const [{ manifest }, now] of mutated) {
          const object = objectKey(manifest);
          const fields = fieldsOf(manifest, now).filter((field) => !isDeclared(object, field));
          for (const field of fields) {
            const found = undeclared.filter((one) => one.object === object).map((one) => one.field);
            expect({ object, field, isFound: found.some((one) => (field === '' ? one === '' : isIn(one, field))) }).toEqual({
              object,
              field,
              isFound: true,
            });
            shown++;
          }
        }
      }),
      { numRuns: 8, seed: 7 },
    );
    expect(shown).toBeGreaterThan(45);
  });
});

test.each([
  ['prod', stage, prod],
  ['stage', dev, stage],
])('what %s keeps is never declared, whatever somebody made of it', (_, a, b) => {
  const behind = new Set(b.objects.map(({ unit }) => unit.component));
  const candidate = fc.record({ object: fc.constantFrom(...b.objects), choice: fc.nat() });
  const candidates = fc.uniqueArray(candidate, { minLength: OBJECTS_A_RUN, maxLength: OBJECTS_A_RUN, selector: ({ object }) => object });
  let shown = 0;

  fc.assert(
    fc.property(candidates, (chosen) => {
      const tampered = new Map(
        chosen.map(({ object, choice }) => {
          const all = mutations(object.manifest);
          return [object, (all[choice % all.length] as Mutation)(object.manifest)] as const;
        }),
      );
      const objects = b.objects.flatMap((object): LaidOut[] => {
        const manifest = tampered.has(object) ? tampered.get(object) : object.manifest;
        return manifest === undefined ? [] : [{ ...object, manifest }];
      });

      const { kept, undeclared } = compare(a, { ...b, objects, rendered: b.objects, behind });

      const found = [...undeclared, ...kept.flatMap(({ differences }) => differences)];
      const differing = differencesBetween(a.objects, objects);
      for (const [{ manifest }, now] of tampered) {
        const object = objectKey(manifest);
        const isAmong = (differences: readonly Difference[], field: string): boolean =>
          differences.some((one) => one.object === object && (field === '' || one.field === '' || isIn(one.field, field)));
        for (const field of fieldsOf(manifest, now).filter((own) => isAmong(differing, own))) {
          expect({ object, field, isFound: isAmong(found, field) }).toEqual({ object, field, isFound: true });
          shown++;
        }
      }
    }),
    { numRuns: 5, seed: 7 },
  );
  expect(shown).toBeGreaterThan(35);
});

test.each(['kfm-api', 'postgres', 'redis', 'monitoring', 'edge', 'namespace-kfm-api', 'rbac'])(
  '%s leaves nothing undeclared while it waits for its promotion',
  (component) => {
    const objects = stage.objects.filter(({ unit }) => unit.component !== component);

    const { undeclared, kept } = compare(dev, { ...stage, objects, rendered: stage.objects, behind: new Set([component]) });

    expect(undeclared).toEqual([]);
    expect(kept.map((one) => one.component)).toEqual([component]);
  },
);

const sides = [local, dev, stage, prod];
const pairs = sides.flatMap((a) => sides.filter((b) => a !== b).map((b) => [a.name, b.name, a, b] as const));

test.each(pairs)('%s and %s differ in nothing undeclared', (_, __, a, b) => {
  expect(compare(a, b).undeclared).toEqual([]);
});

describe('what somebody did by hand in stage', () => {
  const changed = (kind: string, name: string, change: (manifest: Manifest) => Manifest[]): Side => ({
    ...stage,
    objects: stage.objects.flatMap((object) =>
      object.manifest.kind === kind && object.manifest.metadata.name === name
        ? change(object.manifest).map((manifest) => ({ ...object, manifest }))
        : [object],
    ),
  });
  const inPod = (change: (container: Record<string, unknown>) => object) => (manifest: Manifest) => [
    edited(manifest, ['spec', 'template', 'spec', 'containers', 0], (container) =>
      change(container as Record<string, unknown>),
    ) as Manifest,
  ];

  test.each<[string, Side, string]>([
    [
      'a paused Deployment',
      changed('Deployment', 'kfm-api', (own) => [{ ...own, spec: { ...(own.spec as object), paused: true } }]),
      'spec.paused',
    ],
    ['a policy that was deleted', changed('NetworkPolicy', 'kfm-api-to-postgres', () => []), ''],
    [
      'one variable more',
      changed(
        'Deployment',
        'kfm-api',
        inPod((own) => ({ ...own, env: [...(own.env as []), { name: 'X', value: '1' }] })),
      ),
      'spec.template.spec.containers[name=kfm-api].env[name=X]',
    ],
    [
      'a pod that may be root',
      changed(
        'Deployment',
        'tiles',
        inPod((own) => ({ ...own, securityContext: {} })),
      ),
      'spec.template.spec.containers[name=tiles].securityContext.allowPrivilegeEscalation',
    ],
    [
      'a probe that asks elsewhere',
      changed(
        'Deployment',
        'tiles',
        inPod((own) => ({ ...own, livenessProbe: { httpGet: { path: '/x' } } })),
      ),
      'spec.template.spec.containers[name=tiles].livenessProbe.httpGet.path',
    ],
    [
      'another number of pods than the class says',
      changed('Deployment', 'tiles', (own) => [{ ...own, spec: { ...(own.spec as object), replicas: 7 } }]),
      'spec.replicas',
    ],
    [
      'ciphertext that is in no sealed file',
      changed('SealedSecret', 'redis-credentials', (own) => [
        edited(own, ['spec', 'encryptedData', 'users.acl'], () => 'AgOther') as Manifest,
      ]),
      'spec.encryptedData["users.acl"]',
    ],
    [
      'a line of configuration',
      changed('ConfigMap', 'redis-configuration', (own) => [edited(own, ['data', 'redis.conf'], (text) => `${text}save ""\n`) as Manifest]),
      'data["redis.conf"]:',
    ],
    [
      'one Application that does not sync',
      changed('Application', 'workloads-tiles', (own) => [
        edited(own, ['spec', 'syncPolicy', 'automated'], () => ({ prune: true, selfHeal: false, allowEmpty: false })) as Manifest,
      ]),
      'spec.syncPolicy.automated',
    ],
  ])('%s is undeclared', (_, side, field) => {
    const { undeclared } = compare(side, prod);

    expect(undeclared.map((difference) => difference.field)).toContainEqual(field === '' ? '' : expect.stringContaining(field));
  });
});
