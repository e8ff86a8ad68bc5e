import { Construct } from 'constructs';
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
 * undefined, which `units` refuses instead of leaving out. Its values are fixed when it is made (docs/decisions/0001).
 */
export class KubeObject<Props extends object = Record<string, unknown>> extends Construct {
  readonly manifest: Manifest;

  constructor(scope: Construct, id: string, manifest: Typed<Props>) {
    super(scope, id);
    this.manifest = manifest as Manifest;
  }

  /** Inside its unit the object is applied after these (sync waves). */
  addDependency(...prerequisites: Construct[]): void {
    this.node.addDependency(...prerequisites);
  }
}
