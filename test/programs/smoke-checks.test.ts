import { Dev } from '../../envs/dev';
import { Local } from '../../envs/local';
import { Prod } from '../../envs/prod';
import { Stage } from '../../envs/stage';
import { valueAt } from '../../lib';
import { smokeChecks } from '../../lib/smoke-checks';

const ENVIRONMENTS = [new Local(), new Dev(), new Stage(), new Prod()].map((environment) => [environment.name, environment] as const);

describe.each(ENVIRONMENTS)('the smoke checks of %s', (_, environment) => {
  const declared = smokeChecks(environment);
  const manifests = environment.units().flatMap((unit) => unit.manifests);
  const find = (kind: string, namespace: string, name: string) =>
    manifests.find(({ kind: of, metadata }) => of === kind && metadata.namespace === namespace && metadata.name === name);

  test('are of every component and store, the availability of its workload among them', () => {
    const { components, stores } = environment.catalogue;

    expect(declared.map(({ component }) => component).sort()).toEqual([...Object.keys(components), ...Object.keys(stores)].sort());
    for (const { component, namespace, checks } of declared) {
      const workloads = checks.flatMap((check) => (check.kind === 'workload' ? [check.workload] : []));
      expect(workloads).toHaveLength(1);
      expect(find(workloads[0] as string, namespace, component)).toBeDefined();
      expect(checks.length).toBeGreaterThan(1);
    }
  });

  test('ask ports that the Service of the component has', () => {
    for (const { component, namespace, checks } of declared) {
      const ports = valueAt(find('Service', namespace, component), 'spec.ports') as { port: number }[];
      for (const check of checks) if (check.kind !== 'workload') expect(ports.map(({ port }) => port)).toContain(check.port);
    }
  });

  test('ask from outside exactly the hosts that routes lead to components by', () => {
    const hosts = declared.flatMap(({ checks }) => checks.flatMap((check) => (check.kind === 'http' ? (check.host ?? []) : [])));
    const namespaces = Object.keys(environment.catalogue.namespaces);
    const routes = manifests.filter(({ kind, metadata }) => kind === 'HTTPRoute' && namespaces.includes(metadata.namespace ?? ''));

    expect(hosts.sort()).toEqual(routes.flatMap((route) => valueAt(route, 'spec.hostnames') as string[]).sort());
  });

  test('ask paths that the kubelet asks as well', () => {
    for (const { component, namespace, checks } of declared) {
      const probed = JSON.stringify(find('Deployment', namespace, component) ?? {});
      for (const check of checks) if (check.kind === 'http') expect(probed).toContain(`"path":"${check.path}"`);
    }
  });
});
