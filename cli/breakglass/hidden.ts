import { credentialsIn, type Manifest, shown, shownSides } from '../../lib';
import type { Drift } from '../drift/report';
import { type Step, stepsOf } from './field-steps';

/** What stands in place of a value that nobody shall commit. */
export const HIDDEN = '(hidden)';

/** Kinds that hold secrets or their ciphertext: of those only fields are named. */
export function isSecretive(object: string): boolean {
  return /\/(?:Secret|SealedSecret|ExternalSecret)\//.test(object);
}

/** A value of a field as it may be committed: by the kind of its object, by what the field is called, and by what it looks like. */
export function hiddenValue({ object, field }: Pick<Drift, 'object' | 'field'>, value: unknown): unknown {
  if (isSecretive(object) && !/^metadata\.(?:labels|annotations)/.test(field)) return HIDDEN;
  const kind = object.split('/')[1] ?? '';
  const safe = namedAlike(kind, field, shown({ kind }, field, value));
  return holdsCredential(safe) || credentialsIn(`${field}: ${JSON.stringify(safe)}`).length > 0 ? HIDDEN : safe;
}

/** An object as it may be committed; undefined if something in it looks like a credential all the same. */
export function hiddenObject(manifest: Manifest): object | undefined {
  const safe = shownSides(undefined, shown(manifest, '', manifest) as Manifest).after;
  return holdsCredential(safe) || credentialsIn(JSON.stringify(safe)).length > 0 ? undefined : safe;
}

/** A value as it is shown in an object that has nothing but it, under the name that it has. */
function namedAlike(kind: string, field: string, value: unknown): unknown {
  const steps = stepsOf(field) ?? [];
  const [before, last] = [steps.at(-2), steps.at(-1)];
  const key = last && 'key' in last ? last.key : 'value';
  const alone = { ...variableOf(before), [key]: value };
  const isSetting = kind === 'ConfigMap' && steps.length === 2 && steps[0] !== undefined && 'key' in steps[0] && steps[0].key === 'data';
  const part = isSetting ? 'data' : 'spec';
  const after = shownSides(undefined, { kind, [part]: alone } as unknown as Manifest).after as unknown as Record<string, object>;
  return Reflect.get(after[part] as object, key);
}

/** What an item of a list is called: a variable's value is a secret by the name beside it. */
function variableOf(step: Step | undefined): { readonly name?: string } {
  return step !== undefined && 'item' in step && step.item.name !== undefined ? { name: step.item.name } : {};
}

/** Whether a text somewhere in a value looks like a credential, read as it is and not as JSON writes it. */
function holdsCredential(value: unknown): boolean {
  if (typeof value === 'string') return credentialsIn(value).length > 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsCredential);
}
