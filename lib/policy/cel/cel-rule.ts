import { typeOf } from '../../manifest/fields';
import { fieldPath } from '../../manifest/manifest';
import type { PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import type { World, WorldObject } from '../world';
import { type Cel, type CelValidation, validationsFor } from './cel';
import { type CelExpression, type CelInput, celExpression, celValue } from './evaluation';

export type CelRuleProps = Omit<Rule, 'check' | 'cel'> & Cel;

/** A rule whose conditions are texts in CEL: what is found here is what the cluster refuses. */
export function celRule({ kinds, validations, isEnforced = true, ...rule }: CelRuleProps): Rule {
  const compiled = new Map<CelValidation, CelExpression>();
  const expressionOf = (validation: CelValidation): CelExpression => {
    const found = compiled.get(validation) ?? celExpression(validation.expression);
    compiled.set(validation, found);
    return found;
  };
  return {
    ...rule,
    cel: { kinds, validations, isEnforced },
    *check(world) {
      const asked = validationsFor({ validations }, world.kubernetes).map((validation) => [validation, expressionOf(validation)] as const);
      for (const subject of subjectsOf(world, kinds)) {
        for (const [validation, holds] of asked) yield* violations(subject, validation, holds);
      }
    },
  };
}

/** An object with its pods, if it has any, and both as CEL has them. */
interface Subject {
  readonly object: WorldObject;
  readonly pod: PodView | undefined;
  readonly input: CelInput;
}

const inputs = new WeakMap<WorldObject, CelInput>();

function* subjectsOf(world: World, kinds: readonly string[]): Iterable<Subject> {
  const pods = podsOf(world);
  for (const object of world.objects) {
    if (!kinds.includes(typeOf(object.manifest))) continue;
    const pod = pods.get(object);
    let input = inputs.get(object);
    if (input === undefined) {
      input = inputOf(object, pod);
      inputs.set(object, input);
    }
    yield { object, pod, input };
  }
}

const podsByObject = new WeakMap<World, ReadonlyMap<WorldObject, PodView>>();

function podsOf(world: World): ReadonlyMap<WorldObject, PodView> {
  let found = podsByObject.get(world);
  if (found === undefined) {
    found = new Map(world.pods.map((pod) => [pod.object, pod]));
    podsByObject.set(world, found);
  }
  return found;
}

function inputOf({ manifest }: WorldObject, pod: PodView | undefined): CelInput {
  const object = celValue(manifest);
  if (pod === undefined) return { object };
  const spec = celValue(pod.spec);
  const template = { metadata: { labels: pod.labels, annotations: pod.annotations }, spec };
  return { object, variables: { template, pod: spec, containers: pod.containers.map(({ container }) => celValue(container)) } };
}

function* violations({ object, pod, input }: Subject, validation: CelValidation, holds: CelExpression): Iterable<Violation> {
  const { of, field } = validation;
  if (of === 'object') {
    yield* violation(object, field, validation, holds(input));
    return;
  }
  // Kinds with pods that have no template: the schema refuses them.
  if (pod === undefined) return;
  if (of === 'pod') {
    yield* violation(object, below(pod.path, field), validation, holds(input));
    return;
  }
  const containers = (input.variables?.containers ?? []) as readonly unknown[];
  for (const [index, { path }] of pod.containers.entries()) {
    yield* violation(object, below(path, field), validation, holds({ ...input, c: containers[index] }));
  }
}

function* violation(object: WorldObject, field: string, { message }: CelValidation, verdict: boolean | string): Iterable<Violation> {
  if (verdict === true) return;
  yield { object, field, message: verdict === false ? message : `cannot be judged: ${verdict}` };
}

function below(parent: string, field: string): string {
  return field === '' ? parent : field.startsWith('[') ? `${parent}${field}` : fieldPathOf(parent, field);
}

/** A path below another one; a path that is written already is kept as it is. */
function fieldPathOf(parent: string, field: string): string {
  return /^[\w.[\]-]+$/.test(field) ? `${parent}.${field}` : fieldPath(parent, field);
}
