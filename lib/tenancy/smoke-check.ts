/** What an answer has to be like. */
export interface Expected {
  readonly status: number;
  /** Text that is in it. @default any */
  readonly body?: string;
  /** Headers by their names in lower case, with their whole values. @default any */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A question over HTTP, by a Service of the component; from outside by the host, if it has one. */
export interface HttpCheck {
  readonly kind: 'http';
  readonly name: string;
  readonly path: string;
  /** Port of the Service. */
  readonly port: number;
  readonly expect: Expected;
  /** Public host. @default nobody can ask from outside */
  readonly host?: string;
}

/** Whether something takes connections on a port of the Service, whatever it speaks. */
export interface TcpCheck {
  readonly kind: 'tcp';
  readonly name: string;
  readonly port: number;
}

/** Whether all pods of a workload are available, and none was started again. */
export interface WorkloadCheck {
  readonly kind: 'workload';
  readonly name: string;
  readonly workload: 'Deployment' | 'StatefulSet';
}

/** What is asked of a component once it runs, of its workload and its Service, both called like it (requirement E24). */
export type SmokeCheck = HttpCheck | TcpCheck | WorkloadCheck;

export const SmokeCheck = {
  http: (name: string, props: Omit<HttpCheck, 'kind' | 'name' | 'host'> & { readonly host?: string | undefined }): HttpCheck => {
    const { host, ...rest } = props;
    return { kind: 'http', name, ...rest, ...(host !== undefined && { host }) };
  },
  /** @param port of the Service */
  listens: (port: number): TcpCheck => ({ kind: 'tcp', name: 'takes connections', port }),
  available: (workload: WorkloadCheck['workload']): WorkloadCheck => ({ kind: 'workload', name: 'is available', workload }),
} as const;
