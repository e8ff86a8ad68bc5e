import type { Difference } from './difference';

/** What looks risky in an object of a kind or in a field, riskiest first: what may do more, what runs, who may reach whom, what is read. */
const RISKS: readonly { readonly kind?: RegExp; readonly field?: RegExp }[] = [
  { field: /\.(?:privileged|allowPrivilegeEscalation|capabilities|hostNetwork|hostPID|hostIPC|hostPath|runAs\w+|seccompProfile)\b/ },
  { kind: /Role|AppProject|AdmissionPolicy/, field: /securityContext|serviceAccount|automountServiceAccountToken|pod-security/ },
  { field: /\.(?:image|command|args|source)\b/ },
  { kind: /NetworkPolicy|Route|Gateway|Ingress/, field: /\btls\b|TLS|hostnames/ },
  { kind: /Secret|ConfigMap/, field: /\.(?:env|envFrom|volumes|volumeMounts)\b/ },
];

/** The differences with those first that a reader should see first; whole objects, which came or went, before any field. */
export function riskiestFirst(differences: readonly Difference[]): Difference[] {
  return differences
    .map((difference) => ({ difference, risk: riskOf(difference) }))
    .sort((a, b) => a.risk - b.risk)
    .map(({ difference }) => difference);
}

function riskOf({ spoken, field }: Difference): number {
  if (field === '') return -1;
  const [kind] = spoken.split(' ') as [string];
  const risk = RISKS.findIndex((one) => one.kind?.test(kind) || one.field?.test(field));
  return risk < 0 ? RISKS.length : risk;
}
