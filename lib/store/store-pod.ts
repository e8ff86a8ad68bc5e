import type { k8s } from 'cdk8s-plus-28';
import type { Plain } from '../construct/plain';
import { TLS_FILES } from '../tenancy/certificate';
import type { Part, Platform } from '../tenancy/component';
import type { Secret } from '../tenancy/secret';
import type { Resources } from '../workload/hardening';
import { type ContainerProps, configurationOf, podTemplate } from '../workload/program';
import type { StoreServer } from './store-server';

export interface StorePodProps {
  readonly part: Part;
  readonly platform: Platform;
  readonly server: StoreServer;
  readonly resources: Resources;
  readonly secret: Secret;
  /** Name of the ConfigMap with the server's files. */
  readonly configuration: string;
  /** For messages. */
  readonly path: string;
}

/** What the programs beside a server need. */
const BESIDE: Resources = { cpu: '20m', cpuLimit: '200m', memory: '64Mi', scratch: '64Mi' };

/** The pod of a store: the server, what prepares its data, and what translates its metrics. */
export function storePod(props: StorePodProps): Plain<k8s.PodTemplateSpec> {
  const { part, platform, server, resources, secret, path } = props;
  const { exporter, prepare, ready } = server;
  const mounted = mountedVolumes(props);
  const mounts = mounted.flatMap((each) => each.mounts);
  const data = { name: 'data', mountPath: server.data };
  const main: ContainerProps = {
    name: part.name,
    image: server.image,
    ...(server.command && { command: server.command }),
    ...(server.arguments && { arguments: server.arguments }),
    ...(server.variables && { variables: server.variables }),
    ports: { [part.name]: server.port, ...(exporter === undefined && { metrics: server.metricsPort }) },
    resources,
    probes: {
      startupProbe: { ...ready, periodSeconds: 5, failureThreshold: 60 },
      readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 3 },
      livenessProbe: { ...ready, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
    },
    mounts: [data, ...mounts],
  };
  return podTemplate({
    part,
    platform,
    path,
    user: server.user,
    grace: server.grace,
    configuration: [JSON.stringify(server.files), ...configurationOf([secret])],
    before: prepare === undefined ? [] : [{ name: 'prepare', image: server.image, command: prepare, resources: BESIDE, mounts: [data] }],
    containers: exporter === undefined ? [main] : [main, metricsContainer(exporter, server.metricsPort, mounts)],
    volumes: mounted.map(({ volume }) => volume),
  });
}

function metricsContainer(
  { sees, ...container }: NonNullable<StoreServer['exporter']>,
  port: number,
  mounts: readonly Plain<k8s.VolumeMount>[],
): ContainerProps {
  const visible = mounts.filter(({ name, subPath }) => sees.some((volume) => volume === name) && subPath === undefined);
  return { ...container, ports: { metrics: port }, resources: BESIDE, mounts: visible };
}

/** A volume and the places where containers see it. */
interface Mounted {
  readonly volume: Plain<k8s.Volume>;
  readonly mounts: readonly Plain<k8s.VolumeMount>[];
}

function mountedVolumes({ part, platform, server, secret, configuration }: StorePodProps): Mounted[] {
  const { credentials, sockets, links = {} } = server;
  const readOnly = (volume: Plain<k8s.Volume>, mountPath: string): Mounted => ({
    volume,
    mounts: [{ name: volume.name, mountPath, readOnly: true }],
  });
  const files = readOnly({ name: 'configuration', configMap: { name: configuration } }, server.configuration);
  const linked = Object.entries(links).map(([subPath, mountPath]) => ({ name: 'configuration', mountPath, subPath, readOnly: true }));
  return [
    { ...files, mounts: [...files.mounts, ...linked] },
    ...(credentials === undefined ? [] : [readOnly(secretVolume('credentials', secret.name), credentials)]),
    ...(sockets === undefined
      ? []
      : [
          {
            volume: { name: 'sockets', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
            mounts: [{ name: 'sockets', mountPath: sockets }],
          },
        ]),
    ...(platform.traits.encrypted ? [readOnly(secretVolume('tls', `${part.name}-tls`), TLS_FILES)] : []),
  ];
}

/** Readable by the group of the pod: PostgreSQL refuses keys that others may read. */
function secretVolume(name: string, secretName: string): Plain<k8s.Volume> {
  return { name, secret: { secretName, defaultMode: 0o440 } };
}
