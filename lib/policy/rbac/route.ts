import { textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { World } from '../world';
import { append, type Grant, grantsOf } from './grant';

/** What a ServiceAccount does first on the shortest way to power; with `next` it becomes another one, which goes on. */
export interface RouteStep {
  readonly grant: Grant;
  readonly next?: string;
}

/** ServiceAccounts (`namespace/name`) with their way to power; those without one are not among them. */
export type Routes = ReadonlyMap<string, RouteStep>;

/** As it follows "which". */
export function spokenRoute(account: string, routes: Routes): string {
  let text = '';
  for (let step = routes.get(account); step !== undefined; step = step.next === undefined ? undefined : routes.get(step.next)) {
    const { does, namespace, by } = step.grant;
    text += `may ${does} ${namespace === '' ? 'everywhere' : `in ${namespace}`} (${by})`;
    if (step.next !== undefined) text += `, so become ${step.next}, which `;
  }
  return text;
}

/** A power over other accounts, and whose it is. */
interface Takeover {
  readonly from: string;
  readonly grant: Grant;
}

/** Looks backwards from those who have power to those who can take their place, each place once. */
export function routesToPower(world: World, running: ReadonlySet<string>): Routes {
  const routes = new Map<string, RouteStep>();
  const takeovers = new Takeovers(running, keptTokens(world));
  const grants = grantsOf(world);
  for (const account of accountsOf(grants, running)) {
    for (const grant of heldBy(account, grants)) {
      if (grant.takes !== undefined) takeovers.add({ from: account, grant });
      else if (!routes.has(account)) routes.set(account, { grant });
    }
  }
  // A map that grows while it is walked is walked to its end.
  for (const next of routes.keys()) {
    for (const { from, grant } of takeovers.of(next)) if (!routes.has(from)) routes.set(from, { grant, next });
  }
  return routes;
}

/** Takeovers by whom they reach. Those of a place are handed out once: afterwards all of them have their way. */
class Takeovers {
  private readonly places = new Map<string, Takeover[]>();

  constructor(
    private readonly running: ReadonlySet<string>,
    private readonly kept: ReadonlySet<string>,
  ) {}

  add(takeover: Takeover): void {
    const { takes, namespace } = takeover.grant;
    const places = Array.isArray(takes) ? takes.map((name) => `named ${namespace}/${name}`) : [`${takes} ${namespace}`];
    for (const place of places) append(this.places, place, takeover);
  }

  /** Those who can become an account. */
  *of(account: string): Iterable<Takeover> {
    const [namespace = '', name] = account.split('/');
    for (const where of [namespace, '']) {
      yield* this.take(`every ${where}`);
      if (this.running.has(account)) yield* this.take(`running ${where}`);
      if (this.kept.has(account)) yield* this.take(`kept ${where}`);
      yield* this.take(`named ${where}/${name}`);
    }
  }

  private take(place: string): readonly Takeover[] {
    const found = this.places.get(place) ?? [];
    this.places.delete(place);
    return found;
  }
}

/** Those that pods run as, and those that are granted something; of all in a namespace, the one that is always there stands for the rest. */
function accountsOf(grants: ReadonlyMap<string, unknown>, running: ReadonlySet<string>): Set<string> {
  return new Set([...running, ...[...grants.keys()].map((holder) => holder.replace(/\/\*$/, '/default'))]);
}

function heldBy(account: string, grants: ReadonlyMap<string, readonly Grant[]>): Grant[] {
  const [namespace] = account.split('/');
  return [account, `${namespace}/*`, '*/*'].flatMap((holder) => grants.get(holder) ?? []);
}

/** ServiceAccounts of which a token is kept in a Secret. */
function keptTokens(world: World): Set<string> {
  return new Set(
    world.ofType('/Secret').flatMap((object) => {
      if (textAt(object.manifest, 'type') !== 'kubernetes.io/service-account-token') return [];
      const annotations = valueAt(object.manifest, 'metadata.annotations') as Readonly<Record<string, unknown>> | undefined;
      return [`${world.namespaceOf(object)}/${annotations?.['kubernetes.io/service-account.name']}`];
    }),
  );
}
