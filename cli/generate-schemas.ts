/**
 * `npm run schemas`: writes the strict schemas that `lib/schema` judges by.
 *
 * Kubernetes' own kinds come from the typed API that each cdk8s-plus package carries (`lib/imports/k8s.d.ts`, original
 * field names in its `@schema` tags), custom resources from the types of @kubernetes-models. The result is committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const VERSIONS = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34'];
const OUT = join(__dirname, '../lib/schema');

type Schema = Record<string, unknown>;

/** Closed sets of values that the typed API leaves as `string` (Kubernetes API reference, field by field). */
const ENUMS: Record<string, readonly string[]> = {
  'Container#imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'Container#terminationMessagePolicy': ['File', 'FallbackToLogsOnError'],
  'ContainerPort#protocol': ['TCP', 'UDP', 'SCTP'],
  'CronJobSpec#concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'DeploymentStrategy#type': ['Recreate', 'RollingUpdate'],
  'HTTPIngressPath#pathType': ['Exact', 'Prefix', 'ImplementationSpecific'],
  'JobSpec#completionMode': ['NonIndexed', 'Indexed'],
  'LabelSelectorRequirement#operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'LimitRangeItem#type': ['Container', 'Pod', 'PersistentVolumeClaim'],
  'NetworkPolicyPort#protocol': ['TCP', 'UDP', 'SCTP'],
  'NetworkPolicySpec#policyTypes': ['Ingress', 'Egress'],
  'PodDisruptionBudgetSpec#unhealthyPodEvictionPolicy': ['IfHealthyBudget', 'AlwaysAllow'],
  'PodSpec#dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec#restartPolicy': ['Always', 'OnFailure', 'Never'],
  'SeccompProfile#type': ['RuntimeDefault', 'Localhost', 'Unconfined'],
  'ServicePort#protocol': ['TCP', 'UDP', 'SCTP'],
  'ServiceSpec#externalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec#internalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec#sessionAffinity': ['ClientIP', 'None'],
  'ServiceSpec#type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'StatefulSetSpec#podManagementPolicy': ['OrderedReady', 'Parallel'],
  'StatefulSetUpdateStrategy#type': ['RollingUpdate', 'OnDelete'],
  'Toleration#operator': ['Exists', 'Equal'],
  'TopologySpreadConstraint#whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
};

/** Kinds with a `spec` and no `status`: for all others a status, as read from a cluster, is a known field. */
const WITHOUT_STATUS = /^(NetworkPolicy|LimitRange|IngressClass|Lease|CSIDriver|CSINode|\w+Binding|MutatingAdmissionPolicy)$/;

/** The only fields of the API that hold fractions; every other number is an integer. */
const FRACTIONS = /^JSONSchemaProps#(maximum|minimum|multipleOf)$/;

/** `string[]`, `{ [key: string]: Quantity }`, `PodSpec` … → schema. `field` is `Type#name` of the original API. */
function typeToSchema(type: string, field: string): Schema {
  const map = /^\{\s*\[key: string\]: (.+?);?\s*\}$/s.exec(type);
  if (map) return { type: 'object', additionalProperties: typeToSchema(map[1] as string, field) };
  if (type.endsWith('[]')) return { type: 'array', items: typeToSchema(type.slice(0, -2), field) };
  switch (type) {
    case 'string':
      return field in ENUMS ? { enum: ENUMS[field] } : { type: 'string' };
    case 'number':
      return { type: FRACTIONS.test(field) ? 'number' : 'integer' };
    case 'boolean':
      return { type: 'boolean' };
    case 'Date':
      return { type: 'string', format: 'date-time' };
    case 'any':
      return {};
    case 'IoK8SApimachineryPkgApisMetaV1DeleteOptionsKind':
      return { enum: ['DeleteOptions'] };
    case 'Quantity':
      return { anyOf: [{ type: 'string' }, { type: 'number' }], format: 'quantity' };
    case 'IntOrString':
      return { anyOf: [{ type: 'string' }, { type: 'integer' }] };
    default:
      return { $ref: `#/definitions/${type}` };
  }
}

/** All interfaces of a `k8s.d.ts` as strict object schemas, keyed by their name there. */
function interfacesToSchemas(source: string): Record<string, Schema> {
  const schemas: Record<string, Schema> = {};
  for (const [, name, body] of source.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms) as Iterable<RegExpExecArray>) {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    const members = /@schema \S+?([^.\s]+)#(\S+)\n\s*\*\/\s*readonly \S+?(\?)?: (.*?);\n(?=\s*(?:\/\*\*|$))/gs;
    for (const [, owner, field, optional, type] of (body as string).matchAll(members)) {
      properties[field as string] = typeToSchema((type as string).trim(), `${owner}#${field}`);
      if (!optional) required.push(field as string);
    }
    schemas[name as string] = {
      type: 'object',
      properties,
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }
  return schemas;
}

/** Keeps only what the kinds can reach. */
function reachable(kinds: Record<string, Schema>, definitions: Record<string, Schema>): Record<string, Schema> {
  const kept: Record<string, Schema> = {};
  const visit = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) {
      const definition = definitions[name as string];
      if (!definition) throw new Error(`no definition ${name}`);
      if (kept[name as string]) continue;
      kept[name as string] = definition;
      visit(definition);
    }
  };
  visit(kinds);
  return Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the typed API says behind `@default` of its fields: `Type#field` → what `lib/schema/defaults.ts` reads; null where it says nothing. */
function documentedDefaults(version: string): Record<string, unknown> {
  const source = readFileSync(join(__dirname, `../node_modules/cdk8s-plus-${version.replace('1.', '')}/lib/imports/k8s.d.ts`), 'utf8');
  const types = Object.entries(interfacesToSchemas(source));
  const fields = types.flatMap(([name, { properties }]) => Object.keys(properties as Schema).map((field) => `${name}#${field}`));
  const defaults: Record<string, unknown> = Object.fromEntries(fields.map((field) => [field, null]));
  for (const [, name, body] of source.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms) as Iterable<RegExpExecArray>) {
    const members =
      /\/\*\*((?:(?!\*\/).)*?)@default ((?:(?!\*\/).)*?)\n\s*\* @schema \S+?#(\S+)\n\s*\*\/\s*readonly \S+?\??: (.*?);\n(?=\s*(?:\/\*\*|$))/gs;
    for (const [, description, text, field, type] of (body as string).matchAll(members)) {
      const value = defaultOf((type as string).trim(), (text as string).trim(), description as string);
      if (value !== undefined) defaults[`${name}#${field}`] = value;
    }
  }
  return defaults;
}

/** A value where one is named without a condition, words in a list where it depends, nothing where the tag holds neither. */
function defaultOf(type: string, text: string, description: string): unknown {
  // The tag lost what a value begins with if it is no letter or digit: /dev/termination-log.
  const lost = /\/$/.exec(description.slice(0, Math.max(0, description.indexOf(text))))?.[0] ?? '';
  const [, token = '', rest = ''] = /^(\d+s?%?|[\w./-]*\w%?)(?:["'`]|(?=[\s.,]|$))(.*)$/s.exec(text) ?? [];
  if (/^(?:More|for)$/.test(token) || token === '' || token === 'nil') return undefined;
  const isPlain = /^(?: seconds?)?(?:\.|$|"| \()/.test(rest);
  const words = [text.split(/\. |\.$|, which /, 1)[0] as string];
  const isWhole = /^[^"'`()]*(?:\([^"'`()]*\)[^"'`()]*)?$/.test(words[0] as string);
  if (!isPlain) return isWhole ? words : undefined;
  if (type === 'boolean') return token === 'true' || token === 'false' ? token === 'true' : undefined;
  if (type === 'number')
    return /^\d+s?$/.test(token) ? (/^0\d/.test(token) ? Number.parseInt(token, 8) : Number.parseInt(token, 10)) : undefined;
  if (type === 'IntOrString') return /^\d+$/.test(token) ? Number(token) : token;
  if (type === 'string') return `${lost}${token}`;
  return isWhole ? words : undefined;
}

/** The defaults of all versions: those of the newest that has the field, and by version what was otherwise. */
function allDefaults(): object {
  const tables = new Map(VERSIONS.map((version) => [version, documentedDefaults(version)]));
  const all: Record<string, unknown> = {};
  for (const table of tables.values()) for (const [field, value] of Object.entries(table)) if (value !== null) all[field] = value;
  const others = [...tables].map(([version, table]): [string, Record<string, unknown>] => {
    const isOtherwise = (field: string): boolean => field in table && JSON.stringify(table[field]) !== JSON.stringify(all[field]);
    return [
      version,
      Object.fromEntries(
        Object.keys(all)
          .filter(isOtherwise)
          .sort()
          .map((field) => [field, table[field]]),
      ),
    ];
  });
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return Object.fromEntries([['all', sorted] as const, ...others].filter(([, table]) => Object.keys(table).length > 0));
}

function withTypeMeta(schema: Schema, apiVersion: string, kind: string, extra: Schema = {}): Schema {
  const properties = { apiVersion: { enum: [apiVersion] }, kind: { enum: [kind] }, ...(schema.properties as Schema), ...extra };
  const required = ['apiVersion', 'kind', 'metadata', ...((schema.required as string[]) ?? [])];
  return { ...schema, properties, required: [...new Set(required)] };
}

function kubernetesSchemas(version: string): object {
  const name = `cdk8s-plus-${version.replace('1.', '')}`;
  const definitions = interfacesToSchemas(readFileSync(join(__dirname, `../node_modules/${name}/lib/imports/k8s.d.ts`), 'utf8'));
  const { k8s } = require(name) as { k8s: Record<string, { GVK?: { apiVersion: string; kind: string } }> };

  const kinds: Record<string, Schema> = {};
  for (const [className, { GVK: gvk }] of Object.entries(k8s)) {
    const props = definitions[`${className}Props`];
    if (!gvk || !props || gvk.kind.endsWith('List')) continue;
    const hasStatus = 'spec' in (props.properties as Schema) && !WITHOUT_STATUS.test(gvk.kind);
    kinds[`${gvk.apiVersion}/${gvk.kind}`] = withTypeMeta(props, gvk.apiVersion, gvk.kind, hasStatus ? { status: {} } : {});
  }
  return { source: `${name}@${require(`${name}/package.json`).version}`, kinds, definitions: reachable(kinds, definitions) };
}

/** Custom resources in use: the package that types them, its file, and the kinds taken from it. */
const CUSTOM_RESOURCES = [
  { group: 'argoproj.io', from: '@kubernetes-models/argo-cd', version: 'v1alpha1', kinds: ['Application', 'AppProject'] },
  { group: 'bitnami.com', from: '@kubernetes-models/sealed-secrets', version: 'v1alpha1', kinds: ['SealedSecret'] },
  { group: 'cert-manager.io', from: '@kubernetes-models/cert-manager', version: 'v1', kinds: ['Certificate', 'ClusterIssuer'] },
  { group: 'external-secrets.io', from: '@kubernetes-models/external-secrets', version: 'v1', kinds: ['ExternalSecret'] },
  {
    group: 'gateway.networking.k8s.io',
    from: '@kubernetes-models/gateway-api',
    version: 'v1',
    kinds: ['Gateway', 'GatewayClass', 'HTTPRoute'],
  },
  {
    group: 'monitoring.coreos.com',
    from: '@kubernetes-models/prometheus-operator',
    version: 'v1',
    kinds: ['PrometheusRule', 'ServiceMonitor'],
  },
];

/** Drops what only people read. The custom resources in use hold no fractions; their types call every integer a number. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (schema === null || typeof schema !== 'object') return schema;
  if (isFreeForm(schema)) return { type: 'object' };
  const entries = Object.entries(schema).filter(([key, value]) => key !== 'description' || typeof value !== 'string');
  return Object.fromEntries(entries.map(([key, value]) => [key, key === 'type' && value === 'number' ? 'integer' : plain(value)]));
}

/** `{}` in the types stands for any object, such as the values of a chart. */
function isFreeForm(schema: object): boolean {
  return (
    'type' in schema &&
    schema.type === 'object' &&
    'additionalProperties' in schema &&
    !('properties' in schema) &&
    schema.additionalProperties === false
  );
}

/** Kinds whose `spec` is declared under another name. */
const SPEC_OF: Readonly<Record<string, string>> = { ClusterIssuer: 'Issuer' };

function customResourceSchemas({ group, from, version, kinds }: (typeof CUSTOM_RESOURCES)[number]): object {
  const meta = interfacesToSchemas(readFileSync(join(__dirname, '../node_modules/cdk8s-plus-34/lib/imports/k8s.d.ts'), 'utf8'));
  const all: Record<string, Schema> = {};
  const definitions: Record<string, Schema> = { ...meta };
  for (const kind of kinds) {
    const type = `${SPEC_OF[kind] ?? kind}Spec`;
    const path = join(__dirname, `../node_modules/${from}/${group}/${version}/${type}.d.ts`);
    const options = { path, skipTypeCheck: true, expose: 'none', topRef: false, additionalProperties: false } as const;
    const { $schema: _, definitions: own = {}, ...spec } = plain(createGenerator(options).createSchema(`I${type}`)) as Schema;
    const properties = { metadata: { $ref: '#/definitions/ObjectMeta' }, spec, status: {} };
    const root = { type: 'object', properties, required: ['spec'], additionalProperties: false };
    all[`${group}/${version}/${kind}`] = withTypeMeta(root, `${group}/${version}`, kind);
    Object.assign(definitions, own);
  }
  return { source: `${from}@${require(`${from}/package.json`).version}`, kinds: all, definitions: reachable(all, definitions) };
}

const TEXT = { type: 'string' };
const OBJECT = { type: 'object', additionalProperties: false };

/** The OpenShift Route, which no package types (OpenShift API reference, Route [route.openshift.io/v1]). */
function openShiftSchemas(): object {
  const target = {
    ...OBJECT,
    properties: { kind: { enum: ['Service'] }, name: TEXT, weight: { type: 'integer', minimum: 0, maximum: 256 } },
    required: ['kind', 'name'],
  };
  const tls = {
    ...OBJECT,
    properties: {
      caCertificate: TEXT,
      certificate: TEXT,
      destinationCACertificate: TEXT,
      externalCertificate: { ...OBJECT, properties: { name: TEXT } },
      insecureEdgeTerminationPolicy: { enum: ['Allow', 'None', 'Redirect'] },
      key: TEXT,
      termination: { enum: ['edge', 'passthrough', 'reencrypt'] },
    },
    required: ['termination'],
  };
  const spec = {
    ...OBJECT,
    properties: {
      alternateBackends: { type: 'array', items: target, maxItems: 3 },
      host: TEXT,
      path: { type: 'string', pattern: '^/' },
      port: { ...OBJECT, properties: { targetPort: { anyOf: [TEXT, { type: 'integer' }] } }, required: ['targetPort'] },
      subdomain: TEXT,
      tls,
      to: target,
      wildcardPolicy: { enum: ['None', 'Subdomain'] },
    },
    required: ['to'],
  };
  const meta = interfacesToSchemas(readFileSync(join(__dirname, '../node_modules/cdk8s-plus-34/lib/imports/k8s.d.ts'), 'utf8'));
  const root = { ...OBJECT, properties: { metadata: { $ref: '#/definitions/ObjectMeta' }, spec, status: {} }, required: ['spec'] };
  const kinds = { 'route.openshift.io/v1/Route': withTypeMeta(root, 'route.openshift.io/v1', 'Route') };
  return { source: 'OpenShift API reference', kinds, definitions: reachable(kinds, meta) };
}

/** One kind or definition a line: reviewable, and small. */
function print(schemas: object): string {
  const lines = (value: object) =>
    Object.entries(value)
      .map(([key, entry]) => `    ${JSON.stringify(key)}: ${JSON.stringify(entry)}`)
      .join(',\n');
  const parts = Object.entries(schemas).map(([key, value]) =>
    typeof value === 'string' ? `  ${JSON.stringify(key)}: ${JSON.stringify(value)}` : `  ${JSON.stringify(key)}: {\n${lines(value)}\n  }`,
  );
  return `{\n${parts.join(',\n')}\n}\n`;
}

mkdirSync(join(OUT, 'kubernetes'), { recursive: true });
mkdirSync(join(OUT, 'custom-resources'), { recursive: true });
for (const version of VERSIONS) writeFileSync(join(OUT, `kubernetes/${version}.json`), print(kubernetesSchemas(version)));
for (const resource of CUSTOM_RESOURCES)
  writeFileSync(join(OUT, `custom-resources/${resource.group}.json`), print(customResourceSchemas(resource)));
writeFileSync(join(OUT, 'custom-resources/route.openshift.io.json'), print(openShiftSchemas()));
writeFileSync(join(OUT, 'defaults.json'), print(allDefaults()));
