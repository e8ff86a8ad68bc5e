// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's way to write it
import { resourcesOf } from '../../stacks/configuration';

/** Kinds that the resources of a stack make. */
const KINDS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_namespace_v1: ['v1', 'Namespace'],
  kubernetes_service_account_v1: ['v1', 'ServiceAccount'],
  kubernetes_role_v1: ['rbac.authorization.k8s.io/v1', 'Role'],
  kubernetes_role_binding_v1: ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  kubernetes_config_map_v1: ['v1', 'ConfigMap'],
  kubernetes_network_policy_v1: ['networking.k8s.io/v1', 'NetworkPolicy'],
  kubernetes_service_v1: ['v1', 'Service'],
  kubernetes_deployment_v1: ['apps/v1', 'Deployment'],
  kubernetes_job_v1: ['batch/v1', 'Job'],
};

/** Resources that are no objects of their own here: labels of nodes, and Secrets whose values nobody gave. */
const OTHERS = ['kubernetes_labels', 'kubernetes_secret_v1'];

/** Blocks that Terraform has one by one and Kubernetes as a list. */
const LISTS: Readonly<Record<string, string>> = {
  rule: 'rules',
  subject: 'subjects',
  container: 'containers',
  volume: 'volumes',
  volume_mount: 'volumeMounts',
  port: 'ports',
};

/** Fields that Terraform has as text and Kubernetes as a number. */
const NUMBERS = ['replicas', 'port', 'target_port', 'run_as_user', 'run_as_group', 'fs_group'];

/** What only Terraform reads of a resource. */
const OWN = ['depends_on', 'lifecycle', 'provider', 'timeouts', 'wait_for_completion', '//'];

export interface StackObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly template?: { readonly spec: object } };
}

/** The objects of a stack as the provider would make them. @throws a resource that nobody said the kind of */
export function objectsOf(stack: string): StackObject[] {
  return resourcesOf(stack)
    .filter(({ type }) => !OTHERS.includes(type))
    .map(({ type, address, block }) => {
      const [apiVersion, kind] = KINDS[type] ?? [];
      if (apiVersion === undefined || kind === undefined) throw new Error(`${address}: nobody said which kind ${type} makes`);
      const fields = Object.fromEntries(Object.entries(block).filter(([field]) => !OWN.includes(field)));
      return { apiVersion, kind, ...(asKubernetes(fields) as object) } as StackObject;
    });
}

/** A text that a stack gives its programs. */
export function fileOf(stack: string, name: string): string {
  const maps = objectsOf(stack).flatMap((object) => ('data' in object ? [object.data as Record<string, string>] : []));
  const text = maps.map((data) => data[name]).find((found) => found !== undefined);
  if (text === undefined) throw new Error(`the stack gives its programs no ${name}`);
  return text;
}

function asKubernetes(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (Array.isArray(value)) return value.map(asKubernetes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const name = (Array.isArray(child) ? LISTS[key] : undefined) ?? (/^[a-z_]+$/.test(key) ? camel(key) : key);
      const isNumber = NUMBERS.includes(key) && typeof child === 'string' && /^\d+$/.test(child);
      return [name, isNumber ? Number(child) : asKubernetes(child)];
    }),
  );
}

function camel(field: string): string {
  return field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
