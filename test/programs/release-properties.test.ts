import fc from 'fast-check';
import { isRed, parseLock, rules, type State, type Synthesis, sha256 } from '../../lib';
import type { Name } from '../release/environments';
import { Repository, type SynthProps } from '../release/repository';

const GATES = rules.filter(({ id }) => id.startsWith('layout/') || id.startsWith('identity/'));
const LOCKED = ['stage', 'prod'] as const;
/** `tool` may leave environments, so it may come to prod without having been in stage. */
const COMPONENTS = ['ui', 'api', 'tool'] as const;

const component = fc.constantFrom(...COMPONENTS);
const environment = fc.constantFrom<Name>('dev', 'stage', 'prod');
const version = fc.constantFrom('1.0.0', '1.1.0');

type Step =
  | { readonly kind: 'rebase' | 'record'; readonly component: string; readonly version: string }
  | { readonly kind: 'line'; readonly environment: Name; readonly component: string; readonly version: string; readonly replicas: number }
  | { readonly kind: 'drop'; readonly environment: Name }
  | { readonly kind: 'domain'; readonly environment: Name }
  | { readonly kind: 'rollback'; readonly environment: 'stage' | 'prod'; readonly component: string; readonly back: number }
  | { readonly kind: 'synth'; readonly environment: Name; readonly promotes: readonly string[]; readonly allowDelete: boolean }
  | { readonly kind: 'commit' };

const synth = fc.record({
  kind: fc.constant('synth' as const),
  environment,
  promotes: fc.subarray([...COMPONENTS, 'rbac'], { maxLength: 2 }),
  allowDelete: fc.boolean(),
});
const commit = fc.record({ kind: fc.constant('commit' as const) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constantFrom('rebase' as const, 'record' as const), component, version }), weight: 2 },
  {
    arbitrary: fc.record({ kind: fc.constant('line' as const), environment, component, version, replicas: fc.constantFrom(1, 1, 2) }),
    weight: 5,
  },
  { arbitrary: fc.record({ kind: fc.constantFrom('drop' as const, 'drop' as const, 'domain' as const), environment }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant('rollback' as const),
      environment: fc.constantFrom(...LOCKED),
      component,
      back: fc.nat({ max: 5 }),
    }),
    weight: 1,
  },
  { arbitrary: synth, weight: 5 },
  { arbitrary: commit, weight: 3 },
);

/** What a step did to dist and locks of the environment that it synthesized; undefined for all other steps. */
function carryOut(repository: Repository, each: Step): { name: Name; request: SynthProps; synthesis: Synthesis } | undefined {
  const synthesized = (name: Name, request: SynthProps) => ({
    name,
    request,
    synthesis: repository.synth(name, { gates: GATES, ...request }),
  });
  switch (each.kind) {
    case 'rebase':
      repository.rebase(each.component);
      return;
    case 'record':
      repository.record(each.component, each.version);
      return;
    case 'line':
      repository.write(each.environment, each.component, { version: each.version, replicas: each.replicas });
      return;
    case 'drop':
      repository.write(each.environment, 'tool', undefined);
      return;
    case 'domain':
      repository.declare(each.environment, { domain: 'example.com' });
      return;
    case 'commit':
      repository.commit();
      return;
    case 'synth': {
      const { environment: name, promotes, allowDelete } = each;
      return synthesized(name, { promotes: (item) => promotes.includes(item), allowDelete: new Set(allowDelete ? ['tool'] : []) });
    }
    case 'rollback': {
      const { environment: name, component: item } = each;
      const then = repository.commits.at(-1 - (each.back % repository.commits.length)) as ReadonlyMap<string, string>;
      const line = `envs/${name}/lines/${item}.json`;
      const text = then.get(`envs/${name}/lock/${item}.json`);
      const lineThen = then.get(line);
      const now = repository.locks(name).get(item);
      if (text === undefined || lineThen === undefined || now === undefined) return;
      const lock = { ...parseLock(text, `envs/${name}/lock/${item}.json`), held: now.held };
      repository.replace(line, lineThen);
      return synthesized(name, { restore: new Map([[item, lock]]), also: then });
    }
  }
}

const MOVING: readonly State[] = ['promoted', 'restored', 'removed'];

/** Path → component, by the locks. */
function ownersOf(repository: Repository, name: Name): Map<string, string> {
  return new Map(
    [...repository.locks(name).values()].flatMap(({ component: owner, files }) => Object.keys(files).map((path) => [path, owner])),
  );
}

function isChanged(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): (path: string) => boolean {
  return (path) => before.get(path) !== after.get(path);
}

test('whatever people do: bytes move by promotion only, locks are the bytes, prod holds what stage has held, and synth is idempotent', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
      const repository = Repository.holding(COMPONENTS, ['db'], { undelivered: true });
      const heldInStage = new Set<string>();
      const noteStage = (): void => {
        for (const { held } of repository.locks('stage').values()) for (const digest of held) heldInStage.add(digest);
      };
      noteStage();
      for (const each of steps) {
        const files = repository.all();
        const [trees, owners] = [LOCKED.map((name) => repository.tree(name)), LOCKED.map((name) => ownersOf(repository, name))];

        const synthesized = carryOut(repository, each);

        if (each.kind === 'commit') noteStage();
        if (synthesized === undefined) continue;
        const { name, request, synthesis } = synthesized;
        const outcome = isRed(synthesis.judgement) ? 'refused' : 'done';
        for (const { state } of synthesis.standings) seen.add(`${name}: ${state}, ${outcome}`);

        for (const [index, locked] of LOCKED.entries()) {
          const [before, after] = [trees[index] as ReadonlyMap<string, string>, repository.tree(locked)];
          const changed = [...new Set([...before.keys(), ...after.keys()])].filter(isChanged(before, after));
          const moved = changed.map((path) => ownersOf(repository, locked).get(path) ?? owners[index]?.get(path));
          const moving = synthesis.standings.filter(({ state }) => MOVING.includes(state)).map(({ component }) => component);
          expect(locked === name ? moving : []).toEqual(expect.arrayContaining([...new Set(moved)]));
        }
        if (outcome === 'refused') {
          if (each.kind === 'synth') expect(repository.all()).toEqual(files);
          continue;
        }
        if (name !== 'dev') {
          const locked = [...repository.locks(name).values()].flatMap((lock) => Object.entries(lock.files));
          expect(locked.sort()).toEqual([...repository.tree(name)].map(([path, text]) => [path, sha256(text)]).sort());
        }
        const inProd = [...repository.locks('prod').values()].filter((lock) => lock.component !== 'tool').flatMap(({ held }) => held);
        expect(inProd.filter((digest) => !heldInStage.has(digest))).toEqual([]);
        const written = repository.all();
        repository.synth(name, { gates: GATES, ...request });
        expect(repository.all()).toEqual(written);
      }
    }),
    { numRuns: 10, seed: 7 },
  );

  const outcomes = [
    'behind, done',
    'behind, refused',
    'current, done',
    'promoted, done',
    'promoted, refused',
    'removed, done',
    'restored, done',
  ];
  expect(LOCKED.flatMap((name) => outcomes.map((outcome) => `${name}: ${outcome}`)).filter((outcome) => !seen.has(outcome))).toEqual([]);
});
