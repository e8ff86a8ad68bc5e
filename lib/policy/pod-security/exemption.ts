import type { CelValidation } from '../cel/cel';

/**
 * The condition, or a pod that says it is for Windows: the API server lets none of its containers have the field.
 * Pod Security has this exemption from 1.25 on, so all versions that there are schemas for have it.
 */
export function unlessOnWindows(expression: string): string {
  return `variables.pod.?os.?name.orValue('') == 'windows' || ${expression}`;
}

/** From 1.35 on root may be the user of a pod with user namespaces of its own, since it is nobody outside of them (KEP-127). */
export function unlessInUserNamespace(validations: readonly CelValidation[]): readonly CelValidation[] {
  return validations.flatMap((validation) => [
    { ...validation, before: '1.35' },
    { ...validation, expression: `!variables.pod.?hostUsers.orValue(true) || ${validation.expression}`, since: '1.35' },
  ]);
}
