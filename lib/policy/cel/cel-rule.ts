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
    const found = compiled.get(validation) ?? remembering(validation, celExpression(validation.expression));
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

/** Environments and namespaces have the same Roles over and over: what is asked of an object, and not of its metadata, is asked once. */
function remembering({ of, expression }: CelValidation, holds: CelExpression): CelExpression {
  if (of !== 'object' || expression.includes('metadata')) return holds;
  const verdicts = new Map<string, boolean | string>();
  return (input) => {
    const text = textOf(input);
    const known = verdicts.get(text);
    if (known !== undefined) return known;
    const verdict = holds(input);
    verdicts.set(text, verdict);
    return verdict;
  };
}

const texts = new WeakMap<CelInput, string>();

/** An object without its metadata, as text. */
function textOf(input: CelInput): string {
  let text = texts.get(input);
  if (text === undefined) {
    text = JSON.stringify({ ...(input.object as object), metadata: undefined }, (_, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    texts.set(input, text);
  }
  return text;
}

/** An object with its pods, if it has any, and both as CEL has them. */
interface Subject {
  readonly object: WorldObject;
  readonly pod: PodView | undefined;
  readonly input: CelInput;
}

const inputs = new WeakMap<WorldObject, CelInput>();

function* subjectsOf(world: World, kinds: readonly string[]): Iterable<Subject> {
  for (const object of kinds.flatMap((kind) => world.ofType(kind))) {
    const pod = world.tryPods(object);
    let input = inputs.get(object);
    if (input === undefined) {
      input = inputOf(object, pod);
      inputs.set(object, input);
    }
    yield { object, pod, input };
  }
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
