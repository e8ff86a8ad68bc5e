import type { CelSubject, CelValidation } from './cel';
import { type CelExpression, type CelInput, celExpression } from './evaluation';

/**
 * The expression of a validation, which is asked once about what is the same but for its name: environments have the same Roles, and
 * containers the same security context, probes and resources, over and over.
 */
export function remembered({ of, expression }: CelValidation): CelExpression {
  const holds = celExpression(expression);
  if (!isAboutShape(of, expression)) return holds;
  const verdicts: (boolean | string | undefined)[] = [];
  return (input) => {
    const shape = shapeOf(of, input);
    verdicts[shape] ??= holds(input);
    return verdicts[shape];
  };
}

/** Fields that tell one object, pod or container from another that is made alike. */
const OWN: Readonly<Record<CelSubject, readonly string[]>> = {
  object: ['metadata'],
  pod: [
    'affinity',
    'containers',
    'ephemeralContainers',
    'initContainers',
    'nodeSelector',
    'serviceAccountName',
    'topologySpreadConstraints',
    'volumes',
  ],
  container: ['args', 'command', 'env', 'envFrom', 'image', 'name', 'volumeMounts'],
};

/** Whether an expression names nothing but `c.FIELD` and `variables.pod.FIELD`, or `object.FIELD`, and no field of those above. */
function isAboutShape(of: CelSubject, expression: string): boolean {
  const [subjects, fields] =
    of === 'object' ? [/\bobject\b|\bvariables\b/g, /\bobject\.\??(\w+)/g] : [/\bc\b|\bvariables\b|\bobject\b/g, SHAPE];
  const named = [...expression.matchAll(fields)].map(([, first, second]) => first ?? second ?? '');
  const own = of === 'object' ? OWN.object : [...OWN.pod, ...OWN.container];
  return named.length === [...expression.matchAll(subjects)].length && named.every((field) => !own.includes(field));
}

const SHAPE = /\bc\.\??(\w+)|\bvariables\.pod\.\??(\w+)/g;

/** Numbers of shapes by their text, and by what was asked about. */
const numbers = new Map<string, number>();
const shapes: Readonly<Record<CelSubject, WeakMap<CelInput, number>>> = {
  object: new WeakMap(),
  pod: new WeakMap(),
  container: new WeakMap(),
};

function shapeOf(of: CelSubject, input: CelInput): number {
  let shape = shapes[of].get(input);
  if (shape === undefined) {
    const text = textOf(of, input);
    shape = numbers.get(text) ?? numbers.size;
    numbers.set(text, shape);
    shapes[of].set(input, shape);
  }
  return shape;
}

function textOf(of: CelSubject, { object, variables, c, plain = { object, pod: variables?.pod, c } }: CelInput): string {
  if (of === 'object') return without(OWN.object, plain.object);
  const pod = without(OWN.pod, plain.pod);
  return of === 'pod' ? pod : `${without(OWN.container, plain.c)}${pod}`;
}

function without(own: readonly string[], value: unknown): string {
  const kept: Record<string, unknown> = {};
  for (const key in value as object) if (!own.includes(key)) kept[key] = (value as Record<string, unknown>)[key];
  return JSON.stringify(kept);
}
