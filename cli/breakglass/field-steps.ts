/** One step of a field as reports write it: a key, a place in a list, or an item by its keys or its value. */
export type Step =
  | { readonly key: string; readonly isQuoted?: boolean }
  | { readonly index: number }
  | { readonly item: Readonly<Record<string, string>> }
  | { readonly value: string };

const STEP = /\.?([A-Za-z_$][\w$-]*)|\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|\[([^\]]*)\]/y;

/** The steps of `spec.containers[name=kfm-api].image`; undefined for a path that cannot be read. */
export function stepsOf(field: string): Step[] | undefined {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < field.length) {
    const match = STEP.exec(field);
    if (match === null) return undefined;
    const [, key, quoted, index, keys] = match;
    if (key !== undefined) steps.push({ key });
    else if (quoted !== undefined) steps.push({ key: JSON.parse(quoted) as string, isQuoted: true });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else steps.push(keys?.includes('=') ? { item: itemKeys(keys) } : { value: keys ?? '' });
  }
  return steps;
}

function itemKeys(keys: string): Record<string, string> {
  return Object.fromEntries(keys.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** Gives a field of an object another value, or takes it away. @returns whether it found where */
export function setField(object: object, steps: readonly Step[], value: unknown): boolean {
  let at: unknown = object;
  for (const [position, step] of steps.entries()) {
    const isLast = position === steps.length - 1;
    const place = placeOf(at, step);
    if (place === undefined) return false;
    const [holder, key] = place;
    if (isLast) {
      if (value !== undefined) Reflect.set(holder, key, value);
      else if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      return true;
    }
    at = Reflect.get(holder, key);
    if (at === undefined) {
      at = 'key' in (steps[position + 1] as Step) ? {} : [];
      Reflect.set(holder, key, at);
    }
  }
  return false;
}

/** The object or list that has a step, and under which key; that of a new item is the end of its list. */
function placeOf(at: unknown, step: Step): readonly [object, string | number] | undefined {
  if ('key' in step) {
    // In a list it is not the name of a field but the text of an item.
    if (Array.isArray(at)) return step.isQuoted === true ? placeOf(at, { value: JSON.stringify(step.key) }) : undefined;
    return typeof at === 'object' && at !== null ? [at, step.key] : undefined;
  }
  if (!Array.isArray(at)) return undefined;
  if ('index' in step) return [at, step.index];
  const isIt = (one: unknown): boolean =>
    'value' in step
      ? JSON.stringify(one) === step.value
      : Object.entries(step.item).every(([key, wanted]) => String((one as Record<string, unknown> | null)?.[key]) === wanted);
  const found = at.findIndex(isIt);
  return [at, found < 0 ? at.length : found];
}
