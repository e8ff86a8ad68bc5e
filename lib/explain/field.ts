import { fieldPath, isMapping } from '../manifest/manifest';
import { nearest } from '../nearest';

/** A key of a mapping, the index of a list's item, or the name of one. */
export type FieldStep = string | number;

/**
 * A path as people write it: `spec.template.spec.containers[kfm-api].image`, `metadata.labels["app.kubernetes.io/name"]`; and as `diff`
 * writes it, `containers[name=kfm-api]`.
 */
export function parseField(text: string): readonly FieldStep[] | { readonly problem: string } {
  const steps: FieldStep[] = [];
  const part = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\["\\])*)"\]|\[(?:name=)?([^\]"]+)\]/y;
  while (part.lastIndex < text.length) {
    const at = part.lastIndex;
    const [found, key, index, quoted, name] = part.exec(text) ?? [];
    const isFirst = at === 0;
    if (found === undefined || (key !== undefined && isFirst === found.startsWith('.'))) {
      return { problem: `cannot be read from "${text.slice(at)}" on; write KEY.KEY, [INDEX], [NAME] or ["KEY WITH DOTS"]` };
    }
    steps.push(index === undefined ? (key ?? quoted?.replace(/\\(.)/g, '$1') ?? name ?? '') : Number(index));
  }
  return steps.length === 0 ? { problem: 'is empty; write e.g. spec.replicas' } : steps;
}

/** What a path leads to in an object. */
export interface Place {
  /** Items of lists by their names where they have one, so that the place is the same wherever they stand. */
  readonly steps: readonly FieldStep[];
  /** Undefined where the path breaks off. */
  readonly value: unknown;
  /** How many of the steps are there. */
  readonly found: number;
  /** Names of the items where the path breaks off in a list. */
  readonly items?: readonly string[];
}

export function placeIn(object: unknown, steps: readonly FieldStep[]): Place {
  const walked: FieldStep[] = [];
  let value = object;
  for (const step of steps) {
    const next = stepInto(value, step);
    if (next === undefined) {
      const items = Array.isArray(value) ? value.map((item, index) => nameOf(item) ?? String(index)) : undefined;
      return { steps: [...walked, ...steps.slice(walked.length)], value: undefined, found: walked.length, ...(items && { items }) };
    }
    walked.push(next.step);
    value = next.value;
  }
  return { steps: walked, value, found: walked.length };
}

function stepInto(value: unknown, step: FieldStep): { readonly step: FieldStep; readonly value: unknown } | undefined {
  if (isMapping(value)) {
    const key = String(step);
    return Object.hasOwn(value, key) ? { step: key, value: value[key] } : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const index = typeof step === 'number' ? step : value.findIndex((item) => nameOf(item) === step);
  if (index < 0 || index >= value.length) return undefined;
  const name = nameOf(value[index]);
  const isTheOnly = name !== undefined && value.filter((item) => nameOf(item) === name).length === 1;
  return { step: isTheOnly ? name : index, value: value[index] };
}

/** What an item of a list is called by. */
function nameOf(item: unknown): string | undefined {
  return isMapping(item) && typeof item.name === 'string' ? item.name : undefined;
}

/** The path as it can be written again. */
export function fieldText(object: unknown, steps: readonly FieldStep[]): string {
  return steps.reduce<string>((path, step, index) => {
    const isItem = typeof step === 'string' && Array.isArray(placeIn(object, steps.slice(0, index)).value);
    return isItem ? `${path}[${step}]` : fieldPath(path, step);
  }, '');
}

/** The field of an object that somebody meant who wrote another: one that ends alike, or is spelled nearly so. */
export function nearestField(object: unknown, wanted: readonly FieldStep[]): string | undefined {
  const paths = pathsOf(object, []).map((steps) => fieldText(object, steps));
  const text = fieldText(object, wanted);
  return paths.find((path) => path.endsWith(`.${text}`)) ?? nearest(text, paths);
}

function pathsOf(value: unknown, steps: readonly FieldStep[]): (readonly FieldStep[])[] {
  const children: [FieldStep, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [nameOf(item) ?? index, item])
    : isMapping(value)
      ? Object.entries(value)
      : [];
  return [...(steps.length > 0 ? [steps] : []), ...children.flatMap(([step, child]) => pathsOf(child, [...steps, step]))];
}
