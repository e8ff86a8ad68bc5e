import { fieldPath, valueAt } from '../../manifest/manifest';
import type { ContainerView, PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { type Cel, type CelValidation, validationsFor } from './cel';
import { type CelExpression, type CelInput, celValue } from './evaluation';
import { remembered } from './remembered';

export type CelRuleProps = Omit<Rule, 'check' | 'cel'> & Cel;

/** A rule whose conditions are texts in CEL: what is found here is what the cluster refuses. */
export function celRule({ kinds, validations, isEnforced = true, ...rule }: CelRuleProps): Rule {
  const compiled = new Map<CelValidation, CelExpression>();
  const expressionOf = (validation: CelValidation): CelExpression => {
    const found = compiled.get(validation) ?? remembered(validation);
    compiled.set(validation, found);
    return found;
  };
  return {
    ...rule,
    cel: { kinds, validations, isEnforced },
    check(world) {
      const found: Violation[] = [];
      const objects = kinds.flatMap((kind) => world.ofType(kind));
      if (objects.length === 0) return found;
      const asked = validationsFor({ validations }, world.kubernetes).map((validation) => [validation, expressionOf(validation)] as const);
      for (const object of objects) {
        const subject = subjectOf(object, world);
        for (const [validation, holds] of asked) judgeSubject(subject, validation, holds, found);
      }
      return found;
    },
  };
}

/** An object with its pods, if it has any, and both as CEL has them. */
interface Subject {
  readonly object: WorldObject;
  readonly pod: PodView | undefined;
  readonly input: CelInput;
  /** The same for each container. */
  readonly containers: readonly CelInput[];
}

const subjects = new WeakMap<WorldObject, Subject>();

/** Rules share what it takes to ask about an object. */
function subjectOf(object: WorldObject, world: World): Subject {
  let subject = subjects.get(object);
  if (subject === undefined) {
    const pod = world.tryPods(object);
    const input = inputOf(object, pod);
    subject = { object, pod, input, containers: inputsOf(input, pod) };
    subjects.set(object, subject);
  }
  return subject;
}

function inputOf({ manifest }: WorldObject, pod: PodView | undefined): CelInput {
  const object = celValue(manifest);
  if (pod === undefined) return { object, plain: { object: manifest } };
  const spec = valueAt(object, pod.path);
  const template = { metadata: { labels: pod.labels, annotations: pod.annotations }, spec };
  const containers = pod.containers.map(({ list, index }) => (valueAt(spec, list) as readonly unknown[])[index]);
  return { object, variables: { template, pod: spec, containers }, plain: { object: manifest, pod: pod.spec } };
}

function inputsOf({ object, variables, plain }: CelInput, pod: PodView | undefined): CelInput[] {
  const containers = (variables?.containers ?? []) as readonly unknown[];
  return containers.map((c, index) => {
    const container = pod?.containers[index]?.container;
    return { object, variables: variables ?? {}, c, plain: { object: plain?.object, pod: plain?.pod, c: container } };
  });
}

function judgeSubject(
  { object, pod, input, containers }: Subject,
  validation: CelValidation,
  holds: CelExpression,
  found: Violation[],
): void {
  const { of, field } = validation;
  if (of === 'object') note(object, field, validation, holds(input), found);
  // Kinds with pods that have no template: the schema refuses them.
  else if (pod === undefined) return;
  else if (of === 'pod') note(object, pod.path, validation, holds(input), found);
  else {
    for (let index = 0; index < containers.length; index++) {
      const { path } = pod.containers[index] as ContainerView;
      note(object, path, validation, holds(containers[index] as CelInput), found);
    }
  }
}

function note(
  object: WorldObject,
  parent: string,
  { of, field, message }: CelValidation,
  verdict: boolean | string,
  found: Violation[],
): void {
  if (verdict === true) return;
  found.push({
    object,
    field: of === 'object' ? field : below(parent, field),
    message: verdict === false ? message : `cannot be judged: ${verdict}`,
  });
}

function below(parent: string, field: string): string {
  return field === '' ? parent : field.startsWith('[') ? `${parent}${field}` : fieldPathOf(parent, field);
}

/** A path below another one; a path that is written already is kept as it is. */
function fieldPathOf(parent: string, field: string): string {
  return /^[\w.[\]-]+$/.test(field) ? `${parent}.${field}` : fieldPath(parent, field);
}
