import type { Environment } from './environment';
import { Component } from './tenancy/component';
import type { SmokeCheck } from './tenancy/smoke-check';

/** A component with what is asked of it. */
export interface SmokedComponent {
  readonly component: string;
  readonly namespace: string;
  readonly checks: readonly SmokeCheck[];
}

/** What the components and stores of an environment declare, in the order of its class. Nothing of it is in `dist`. */
export function smokeChecks(environment: Environment): SmokedComponent[] {
  const components = environment.node.children.filter((construct): construct is Component => construct instanceof Component);
  return components.map(({ name, namespace, smoke }) => ({ component: name, namespace, checks: smoke }));
}
