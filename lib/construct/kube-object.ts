import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { valuesAreFixed } from '../errors';
import type { Manifest, Metadata } from '../manifest/manifest';
import type { Plain } from './plain';

/** A manifest whose fields have the types that cdk8s-plus gives them, e.g. `Typed<k8s.KubeDeploymentProps>`. */
export type Typed<Props extends object> = { readonly apiVersion: string; readonly kind: string; readonly metadata: Metadata } & Omit<
  Plain<Props>,
  'metadata'
>;

/**
 * A Kubernetes object, exactly as written: nothing is defaulted, renamed, sorted out or dropped.
 *
 * Stock cdk8s objects work beside it. This one keeps what they lose: fields newer than the typed API, and null or
 * undefined, which `units` refuses instead of leaving out.
 */
export class KubeObject<Props extends object = Record<string, unknown>> extends ApiObject {
  private readonly manifest: Manifest;

  constructor(scope: Construct, id: string, manifest: Typed<Props>) {
    super(scope, id, manifest as Manifest);
    this.manifest = manifest as Manifest;
    Object.freeze(this.metadata['labels']);
    Object.freeze(this.metadata['annotations']);
  }

  override addJsonPatch(): never {
    throw valuesAreFixed(this.node.path);
  }

  override toJson(): Manifest {
    return this.manifest;
  }
}
