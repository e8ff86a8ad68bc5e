import type { k8s } from 'cdk8s-plus-28';
import type { Plain } from '../construct/plain';
import type { SecretRef } from '../tenancy/secret-ref';
import type { Resources } from '../workload/hardening';
import type { ContainerProps, Variables } from '../workload/program';

/** What an environment decides about a store. */
export interface StoreProps {
  readonly credentials: SecretRef;
  readonly resources: Resources;
  /** Size of the claim; it can grow, never shrink. */
  readonly storage: string;
  /** Days that its backups are kept. @default it is not backed up */
  readonly retention?: number;
}

/** Volumes of a store that a program beside the server may see. */
export type Visible = 'configuration' | 'sockets' | 'tls';

/** A server that keeps state, and how it is told what to do. */
export interface StoreServer {
  readonly image: string;
  /** User and group that the image runs as. */
  readonly user: number;
  readonly command?: readonly string[];
  readonly arguments?: readonly string[];
  readonly variables?: Variables;
  readonly port: number;
  /** Seconds to write down what is in memory. */
  readonly grace: number;
  /** Text files by name, mounted below `configuration`. */
  readonly files: Readonly<Record<string, string>>;
  readonly configuration: string;
  /** Further places of single configuration files: path by file name. */
  readonly links?: Readonly<Record<string, string>>;
  /** Keys of the credentials that it needs. */
  readonly keys: readonly string[];
  /** Where the keys are files. @default nowhere: variables refer to them */
  readonly credentials?: string;
  /** Where its state is. */
  readonly data: string;
  /** Run in its image before it, on its data. @default nothing */
  readonly prepare?: readonly string[];
  /** Directories that it writes to and forgets, in memory. */
  readonly sockets?: string;
  /** Says whether it takes requests. */
  readonly ready: Plain<k8s.Probe>;
  /** The port that `exporter` or the server itself has metrics on. */
  readonly metricsPort: number;
  /** Sees of the volumes only what it names: it is somebody else's program. */
  readonly exporter?: Omit<ContainerProps, 'resources' | 'mounts'> & { readonly sees: readonly Visible[] };
}
