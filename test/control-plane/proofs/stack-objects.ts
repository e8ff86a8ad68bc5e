import { resourcesOf } from '../../stacks/configuration';

/** Kinds of a stack that need nothing to run: who may do what, and where. */
const KINDS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_namespace_v1: ['v1', 'Namespace'],
  kubernetes_service_account_v1: ['v1', 'ServiceAccount'],
  kubernetes_role_v1: ['rbac.authorization.k8s.io/v1', 'Role'],
  kubernetes_role_binding_v1: ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
};

/** Blocks that Terraform has one by one and Kubernetes as a list. */
const LISTS: Readonly<Record<string, string>> = { rule: 'rules', subject: 'subjects' };

/** What only Terraform reads of a resource. */
const OWN = ['depends_on', 'lifecycle', 'provider', 'timeouts', '//'];

/** The objects by which a stack permits what it runs, as the provider would make them. */
export function permissionsOf(stack: string): object[] {
  return resourcesOf(stack).flatMap(({ type, block }) => {
    const [apiVersion, kind] = KINDS[type] ?? [];
    if (apiVersion === undefined) return [];
    const fields = Object.entries(block).filter(([field]) => !OWN.includes(field));
    return [{ apiVersion, kind, ...Object.fromEntries(fields.map(([field, value]) => [LISTS[field] ?? camel(field), camelled(value)])) }];
  });
}

/** A text that a stack gives its programs, as it is once Terraform has read it. */
export function fileOf(stack: string, name: string): string {
  const files = resourcesOf(stack).flatMap(({ type, block }) =>
    type === 'kubernetes_config_map_v1' ? [block.data as Record<string, string>] : [],
  );
  const text = files.map((data) => data[name]).find((found) => found !== undefined);
  if (text === undefined) throw new Error(`the stack gives its programs no ${name}`);
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
}

function camelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => (/^[a-z_]+$/.test(key) ? [camel(key), camelled(child)] : [key, child])),
  );
}

function camel(field: string): string {
  return field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
