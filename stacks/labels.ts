/** Of everything that Terraform makes: Argo CD neither tracks it nor prunes it. */
export const MANAGED = { 'app.kubernetes.io/managed-by': 'terraform' } as const;

/** Labels that a pod is selected by. */
export function podLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}
