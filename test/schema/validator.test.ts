import Ajv from 'ajv';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Manifest } from '../../lib/manifest/manifest';
import { quantityProblem } from '../../lib/manifest/quantity';
import { readManifests } from '../../lib/manifest/yaml-reader';
import type { Schema, SchemaFile } from '../../lib/schema/schema';
import { schemaProblems } from '../../lib/schema/validator';

const { kinds, definitions } = require('../../lib/schema/kubernetes/1.34.json') as SchemaFile;

const [deployment, networkPolicy] = readManifests(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, labels: {app: api}, creationTimestamp: "2024-01-01T00:00:00Z"}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}, matchExpressions: [{key: app, operator: In, values: [api]}]}
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: api}}
    spec:
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
        - {name: api, image: "api:1", imagePullPolicy: Always, ports: [{containerPort: 80, protocol: TCP}],
           env: [{name: KEY, valueFrom: {secretKeyRef: {name: secret, key: key}}}], resources: {limits: {cpu: 1, memory: 1Gi}},
           livenessProbe: {httpGet: {path: /, port: http}}, securityContext: {capabilities: {drop: [ALL]}}}
      volumes: [{name: tmp, emptyDir: {sizeLimit: 1Gi}}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api, namespace: kfm}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{podSelector: {matchLabels: {app: ui}}}], ports: [{port: 80, protocol: TCP, endPort: 90}]}]
  egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: http}]}]
`).manifests as [Manifest, Manifest];

function schemaOf({ apiVersion, kind }: Manifest): Schema {
  return kinds[`${apiVersion}/${kind}`] as Schema;
}

type Holder = Record<string | number, unknown>;

/** Every mapping and list in a value with each of its keys. */
function places(value: unknown): [Holder, string | number][] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[value as Holder, key], ...places((value as Holder)[key])]);
}

function messages(value: unknown, type: string): string[] {
  return schemaProblems(value, definitions[type] as Schema, definitions).map(({ field, message }) => `${field}: ${message}`);
}

describe('a value that fits its schema', () => {
  test.each<[Schema, unknown]>([
    [{ minItems: 1, maxItems: 1 }, [1]],
    [{ minLength: 2, maxLength: 2 }, '😀😀'],
    [{ minimum: 1, maximum: 1 }, 1],
    [{ pattern: '^a', minLength: 9 }, 5],
    [{ minimum: 5 }, 'a'],
    [{ pattern: '^a\\-b$' }, 'a-b'],
  ])('has no problems: %j of %j', (schema, value) => {
    expect(schemaProblems(value, schema, {})).toEqual([]);
  });

  test('may hold nulls, which count as absent, but not as items of a list', () => {
    expect(messages({ name: 'api', image: null, unknown: null }, 'Container')).toEqual([]);
    expect(messages({ name: 'api', args: [null] }, 'Container')).toEqual(['args[0]: is null; expected a string']);
    expect(messages({ name: null }, 'Container')).toEqual(['name: is required but missing']);
  });
});

describe('a problem', () => {
  test('is told with its place, what is there and what was expected', () => {
    const container = parse(`
      {imge: api, constructor: 1, x.y.z.z.y: 1, image: 8080, tty: "yes", args: {a: 1}, volumeMounts: [x], securityContext: [],
       imagePullPolicy: always, resources: {limits: {cpu: 1 core}}, livenessProbe: {httpGet: {port: true}},
       ports: [{containerPort: 1}, {containerPort: 80.5, hostIP: 1, protocol: ${'x'.repeat(99)}}]}`);

    expect(messages(container, 'Container').join('\n')).toMatchInlineSnapshot(`
"imge: is no known field; did you mean "image"?
constructor: is no known field
["x.y.z.z.y"]: is no known field
image: is the number 8080; expected a string
tty: is the string "yes"; expected a boolean
args: is a mapping; expected a list
volumeMounts[0]: is the string "x"; expected a mapping
securityContext: is a list; expected a mapping
imagePullPolicy: is the string "always"; expected "Always" or "IfNotPresent" or "Never"
resources.limits.cpu: "1 core" is no quantity; expected a number with a suffix of Kubernetes, such as 250m, 512Mi or 10Gi
livenessProbe.httpGet.port: is the boolean true; expected a string or an integer
ports[1].containerPort: is the number 80.5; expected an integer
ports[1].hostIP: is the number 1; expected a string
ports[1].protocol: is the string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...; expected "TCP" or "UDP" or "SCTP"
name: is required but missing"
`);
  });

  test.each<[string, Schema, unknown, string]>([
    ['too few items', { minItems: 1 }, [], 'has 0 items; expected at least 1'],
    ['too long a text, in characters', { maxLength: 2 }, '😀😀😀', 'has 3 characters; expected at most 2'],
    ['too high a number', { maximum: 5 }, 6, 'is 6; expected at most 5'],
    ['a text beside its pattern', { pattern: '^a+$' }, 'b', 'is the string "b", which does not match ^a+$'],
    ['another constant', { const: 'a' }, 'b', 'is the string "b"; expected "a"'],
    ['the closest of several shapes', { anyOf: [{ required: ['a', 'b'] }, { required: ['c'] }] }, {}, 'is required but missing'],
    ['every part that must hold', { allOf: [{ type: 'integer' }, { maximum: 1 }] }, 2, 'is 2; expected at most 1'],
  ])('tells %s', (_, schema, value, message) => {
    expect(schemaProblems(value, schema, {}).map((problem) => problem.message)).toEqual([message]);
  });

  test.each([[{}], [['Always']]])('tells that %j is none of the choices', (imagePullPolicy) => {
    expect(messages({ name: 'a', imagePullPolicy }, 'Container')).toHaveLength(1);
  });
});

describe('the verdict', () => {
  const remove = (holder: Holder, key: string | number) => (Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]);
  const rename = (holder: Holder, key: string | number) => Object.assign(holder, { [`${key}x`]: holder[key] }) && remove(holder, key);
  const replace = fc
    .constantFrom(...'"" "x" "1Gi" "TCP" "25%" 0 1 0.5 1e20 true [] ["x"] [1] {} {"name":"x"} [{}]'.split(' '))
    .map((text) => (holder: Holder, key: string | number) => Object.assign(holder, { [key]: JSON.parse(text) }));
  const mutations = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(remove, rename), replace)), { maxLength: 3 });

  test.each([deployment, networkPolicy])('on any departure from a valid $kind is that of ajv', (valid) => {
    const quantity = { type: 'string', validate: (text: string) => quantityProblem(text) === undefined } as const;
    const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, formats: { quantity, 'date-time': true } });
    const validate = ajv.compile({ ...schemaOf(valid), definitions });
    const verdicts = new Set<boolean>();

    fc.assert(
      fc.property(mutations, (changes) => {
        const value = JSON.parse(JSON.stringify(valid));
        for (const [at, change] of changes) {
          const all = places(value);
          change(...(all[at % all.length] as [Holder, string | number]));
        }
        const fits = validate(value);
        verdicts.add(fits);
        expect(schemaProblems(value, schemaOf(valid), definitions).length === 0).toBe(fits);
      }),
      { numRuns: 400 },
    );
    expect(verdicts.size).toBe(2);
  });
});
