import { badFlag, settingIsTaken } from '../errors';
import type { Release } from '../release/release';
import type { Placement } from '../tenancy/cluster';
import type { Scale } from '../workload/deployment';
import type { Resources } from '../workload/hardening';
import type { Variable } from '../workload/program';

/** What an environment may decide about a component (requirement B19); anything else is the base's business. */
export interface Overrides {
  readonly release: Release;
  /** A number of pods, or a range for an autoscaler. */
  readonly replicas: Scale;
  /** @default the component's own */
  readonly resources?: Resources;
  /** Feature flags: `vector-search` becomes the variable FLAG_VECTOR_SEARCH. @default none */
  readonly flags?: Readonly<Record<string, boolean>>;
  /** Settings, as environment variables. @default none */
  readonly configuration?: Readonly<Record<string, string>>;
  /** @default any node without a taint */
  readonly placement?: Placement;
}

/** Of a component that people connect to. */
export interface ExposedOverrides extends Overrides {
  /** Public host. @default not exposed outside the cluster */
  readonly host?: string;
}

/** The variables of a component: its own, its settings and its flags. @throws a name that two of them set, a flag that is no name */
export function variablesOf<Own extends Variable>(
  { configuration = {}, flags = {} }: Pick<Overrides, 'configuration' | 'flags'>,
  own: Readonly<Record<string, Own>>,
  path: string,
): Record<string, string | Own> {
  const flagged = Object.entries(flags).map(([flag, isOn]) => {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(flag)) throw badFlag(path, flag);
    return [`FLAG_${flag.toUpperCase().replaceAll('-', '_')}`, String(isOn)];
  });
  const settings: Record<string, string> = { ...configuration, ...Object.fromEntries(flagged) };
  const taken =
    Object.keys(settings).find((name) => Object.hasOwn(own, name)) ??
    flagged.map(([name]) => name as string).find((name) => Object.hasOwn(configuration, name));
  if (taken !== undefined) throw settingIsTaken(path, taken);
  return { ...settings, ...own };
}
