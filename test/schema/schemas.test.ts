import type { Manifest } from '../../lib/manifest/manifest';
import { readManifests } from '../../lib/manifest/yaml-reader';
import { REMOVED_APIS } from '../../lib/schema/removed-apis';
import { KUBERNETES_VERSIONS, NEWEST_KUBERNETES, Schemas } from '../../lib/schema/schemas';

/** An object of a type such as `apps/v1/Deployment`. */
function object(type: string, fields: object = {}): Manifest {
  const slash = type.lastIndexOf('/');
  return { apiVersion: type.slice(0, slash), kind: type.slice(slash + 1), metadata: { name: 'a' }, ...fields };
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

describe('schemas of Kubernetes', () => {
  test('are there for seven versions, oldest first', () => {
    expect(KUBERNETES_VERSIONS).toEqual(['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34']);
    expect(NEWEST_KUBERNETES).toBe('1.34');
  });

  test.each(['1.27', '1.35', 'v1.34', '', 'constructor'])('are not there for %j, which is an error', (version) => {
    const expected = `no schemas for Kubernetes ${version}; there are 1.28, 1.29, 1.30, 1.31, 1.32, 1.33, 1.34`;

    expect(() => new Schemas(version)).toThrow(new RangeError(expected));
  });

  test.each(KUBERNETES_VERSIONS)('know in %s what a platform is made of', (version) => {
    const types = [
      ...'Namespace ConfigMap Secret Service ServiceAccount PersistentVolumeClaim ResourceQuota Pod'.split(' ').map((kind) => `v1/${kind}`),
      ...'Deployment StatefulSet DaemonSet'.split(' ').map((kind) => `apps/v1/${kind}`),
      ...['batch/v1/Job', 'batch/v1/CronJob', 'policy/v1/PodDisruptionBudget', 'autoscaling/v2/HorizontalPodAutoscaler'],
      ...['networking.k8s.io/v1/NetworkPolicy', 'networking.k8s.io/v1/Ingress', 'rbac.authorization.k8s.io/v1/RoleBinding'],
      'apiextensions.k8s.io/v1/CustomResourceDefinition',
    ];
    const schemas = new Schemas(version);
    const refused = { status: 'judged', problems: expect.arrayContaining([{ field: 'nonsense', message: 'is no known field' }]) };

    for (const type of types) expect([type, schemas.judge(object(type, { nonsense: 1 }))]).toEqual([type, refused]);
  });

  test.each([
    ['apps/v1/Deploymnt', { didYouMean: 'apps/v1/Deployment' }],
    ['networking.k8s.io/v2/NetworkPolicy', { didYouMean: 'networking.k8s.io/v1/NetworkPolicy' }],
    ['argoproj.io/v1alpha1/Applicaton', { didYouMean: 'argoproj.io/v1alpha1/Application' }],
    ['example.org/v1/Unheard', {}],
    ['v1/__proto__', {}],
    ['__proto__/constructor', {}],
  ])('do not know %s, and name the nearest if there is one', (type, hint) => {
    expect(new Schemas('1.34').judge(object(type))).toEqual({ status: 'unknown', ...hint });
  });
});

describe('a removed API', () => {
  test.each([
    ['policy/v1beta1/PodDisruptionBudget', '1.34', { removedIn: '1.25', useInstead: 'policy/v1' }],
    ['policy/v1beta1/PodSecurityPolicy', '1.28', { removedIn: '1.25' }],
    ['extensions/v1beta1/Ingress', '1.34', { removedIn: '1.22', useInstead: 'networking.k8s.io/v1' }],
    ['flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema', '1.32', { removedIn: '1.32', useInstead: 'flowcontrol.apiserver.k8s.io/v1' }],
  ])('%s says in %s since when, and what to use instead', (type, version, removed) => {
    const schemas = new Schemas(version);

    expect(schemas.removed(object(type))).toEqual(removed);
    expect(schemas.judge(object(type))).toEqual({ status: 'removed' });
    expect(schemas.isBuiltIn(object(type))).toBe(true);
  });

  test('is served by the versions before that which removed it, and its successor by the newest', () => {
    for (const [type, { removedIn, useInstead }] of REMOVED_APIS) {
      for (const version of KUBERNETES_VERSIONS) {
        const isRemoved = new Schemas(version).removed(object(type)) !== undefined;
        expect([type, version, isRemoved]).toEqual([type, version, minor(version) >= minor(removedIn)]);
      }
      const successor = object(`${useInstead}/${object(type).kind}`);
      if (useInstead !== undefined) expect(new Schemas(NEWEST_KUBERNETES).judge(successor).status).toBe('judged');
    }
  });
});

describe('custom resources', () => {
  test.each([
    ['argoproj.io/v1alpha1/Application', { project: 'kfm', destination: {}, sorce: {} }, 'spec.sorce', 'source'],
    ['argoproj.io/v1alpha1/AppProject', { sourceRepo: [] }, 'spec.sourceRepo', 'sourceRepos'],
    ['bitnami.com/v1alpha1/SealedSecret', { encryptedData: { any: 'Ag' }, templat: {} }, 'spec.templat', 'template'],
    ['gateway.networking.k8s.io/v1/HTTPRoute', { rules: [{ backendRef: [] }] }, 'spec.rules[0].backendRef', 'backendRefs'],
  ])('in use have strict schemas: %s', (type, spec, field, best) => {
    const problems = [{ field, message: `is no known field; did you mean "${best}"?` }];

    expect(new Schemas('1.34').judge(object(type, { spec }))).toEqual({ status: 'judged', problems });
  });

  const [definition] = readManifests(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: databases.example.org}
spec:
  group: example.org
  names: {kind: Database}
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [engine]
              properties:
                engine: {type: string, enum: [postgres]}
                port: {x-kubernetes-int-or-string: true}
                settings: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {size: {type: integer}}}
                users: {type: array, items: {type: object, properties: {name: {type: string}}}}
                labels: {type: object, additionalProperties: {type: string}}
    - {name: v2, served: false, schema: {openAPIV3Schema: {type: object}}}
    - {name: v3, served: true}
`).manifests as [Manifest];
  const schemas = new Schemas('1.34', [definition]);

  test.each<[string, object, string[]]>([
    ['takes what it declares', { engine: 'postgres', port: 'http', labels: { any: 'a' } }, []],
    ['takes a number where it says int-or-string', { engine: 'postgres', port: 80 }, []],
    ['takes any field where it preserves unknown ones', { engine: 'postgres', settings: { any: [1], size: 1 } }, []],
    ['refuses a field that it does not declare', { engine: 'postgres', prt: 80 }, ['spec.prt']],
    ['refuses one deep in a list', { engine: 'postgres', users: [{ nam: 'a' }] }, ['spec.users[0].nam']],
    ['refuses a boolean where it says int-or-string', { engine: 'postgres', port: true }, ['spec.port']],
    ['refuses a wrong type beside unknown fields', { engine: 'postgres', settings: { size: 'x' } }, ['spec.settings.size']],
    ['refuses a wrong value of a map', { engine: 'postgres', labels: { a: 1 } }, ['spec.labels.a']],
    ['refuses another choice, and misses nothing that is required', { engine: 'mysql' }, ['spec.engine']],
    ['refuses what lacks a required field', {}, ['spec.engine']],
  ])('are judged strictly by the definition that comes with them: it %s', (_, spec, fields) => {
    const verdict = schemas.judge(object('example.org/v1/Database', { spec }));

    expect(verdict.status === 'judged' && verdict.problems.map(({ field }) => field)).toEqual(fields);
  });

  test('have metadata of Kubernetes and no field beside it that is not declared', () => {
    const verdict = schemas.judge(object('example.org/v1/Database', { metadata: { name: 'a', lables: {} }, status: {} }));

    expect(verdict.status === 'judged' && verdict.problems.map(({ field }) => field)).toEqual(['metadata.lables', 'status']);
  });

  test('of a version that is not served or not declared are unknown; none of them is built in', () => {
    for (const type of ['example.org/v2/Database', 'example.org/v3/Database']) {
      expect(schemas.judge(object(type))).toEqual({ status: 'unknown', didYouMean: 'example.org/v1/Database' });
    }
    expect(schemas.isBuiltIn(object('example.org/v1/Database'))).toBe(false);
    expect(new Schemas('1.34').judge(object('example.org/v1/Database')).status).toBe('unknown');
  });
});
