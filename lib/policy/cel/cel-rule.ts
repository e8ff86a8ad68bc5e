import { fieldPath } from '../../manifest/manifest';
import { once } from '../once';
import type { ContainerView, PodView } from '../pod-view';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import type { WorldObject } from '../world-object';
import { Asked } from './asked';
import { type Cel, type CelValidation, validationsFor } from './cel';
import { remembered } from './remembered';

export type CelRuleProps = Omit<Rule, 'check' | 'cel'> & Cel;

/** A rule whose conditions are texts in CEL: what is found here is what the cluster refuses. */
export function celRule({ kinds, validations, isEnforced = true, ...rule }: CelRuleProps): Rule {
  const compiled = new Map<CelValidation, Condition>();
  const conditionOf = (validation: CelValidation): Condition => {
    const found = compiled.get(validation) ?? remembered(validation.expression);
    compiled.set(validation, found);
    return found;
  };
  return {
    ...rule,
    cel: { kinds, validations, isEnforced },
    check(world) {
      const found: Violation[] = [];
      const subjects = kinds.flatMap((kind) => subjectsOf(world)(kind));
      if (subjects.length === 0) return found;
      for (const validation of validationsFor({ validations }, world.kubernetes)) {
        const holds = conditionOf(validation);
        for (let index = 0; index < subjects.length; index++) judgeSubject(subjects[index] as Subject, validation, holds, found);
      }
      return found;
    },
  };
}

type Condition = ReturnType<typeof remembered>;

/** An object with its pods, if it has any. */
interface Subject {
  readonly object: WorldObject;
  readonly pod: PodView | undefined;
  readonly asked: Asked;
  /** The same for each container. */
  readonly containers: readonly Asked[];
}

/** The subjects of a group and kind; rules share them. */
const subjectsOf = once((world: World) => {
  const subjects = new Map<string, readonly Subject[]>();
  return (type: string): readonly Subject[] => {
    const found = subjects.get(type) ?? world.ofType(type).map((object) => subjectOf(object, world));
    subjects.set(type, found);
    return found;
  };
});

function subjectOf(object: WorldObject, world: World): Subject {
  const pod = world.tryPods(object);
  const asked = new Asked(pod === undefined ? { object: object.manifest } : { object: object.manifest, variables: variablesOf(pod) });
  return { object, pod, asked, containers: (pod?.containers ?? []).map(({ container: c }) => new Asked({ ...asked.plain, c }, asked)) };
}

/** What VARIABLES stand for. */
function variablesOf({ labels, annotations, spec, containers }: PodView): Readonly<Record<string, unknown>> {
  return { template: { metadata: { labels, annotations }, spec }, pod: spec, containers: containers.map(({ container }) => container) };
}

function judgeSubject({ object, pod, asked, containers }: Subject, validation: CelValidation, holds: Condition, found: Violation[]): void {
  const { of, field } = validation;
  if (of === 'object') note(object, field, validation, holds(asked), found);
  // Kinds with pods that have no template: the schema refuses them.
  else if (pod === undefined) return;
  else if (of === 'pod') note(object, pod.path, validation, holds(asked), found);
  else {
    for (let index = 0; index < containers.length; index++) {
      const { path } = pod.containers[index] as ContainerView;
      note(object, path, validation, holds(containers[index] as Asked), found);
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
