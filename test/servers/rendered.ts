import type { Environment } from '../../lib';
import { type Manifest, synthesize } from '../../lib';

/** What an environment renders, by kind and name. */
export class Rendered {
  private readonly manifests: readonly Manifest[];

  constructor(environment: Environment) {
    this.manifests = synthesize(environment).objects.map(({ manifest }) => manifest);
  }

  /** @throws if there is none */
  find<T>(kind: string, name: string): T {
    const found = this.tryFind<T>(kind, name);
    if (found === undefined) throw new Error(`no ${kind} ${name} is rendered`);
    return found;
  }

  tryFind<T>(kind: string, name: string): T | undefined {
    return this.manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name) as T | undefined;
  }
}
