import type { CelValidation } from '../cel/cel';

/** A condition on a security context, wherever one is; the path begins with `securityContext`. */
export type ContextValidation = Omit<CelValidation, 'of' | 'expression'> & {
  /** @param context expression of the security context: an optional field follows it, as `.?runAsUser` */
  readonly expression: (context: string) => string;
};

/** The same condition for the security context of the pod and for the one of each container. */
export function everywhere({ expression, ...validation }: ContextValidation): readonly CelValidation[] {
  return [
    { of: 'pod', expression: expression('variables.pod.?securityContext'), ...validation },
    { of: 'container', expression: expression('c.?securityContext'), ...validation },
  ];
}

/** Texts as a list in CEL; none of them has a quote. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}
