import { isMapping } from '../manifest/manifest';
import type { Exchange } from './exchange';
import { classOf, type Side } from './side';

/** A line of the classes in which two environments say something else about a component. */
export interface Decision {
  readonly component: string;
  /** E.g. `replicas`, `configuration.LOG_LEVEL`. */
  readonly setting: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason: string;
}

/** Where the classes decide differently about a component that both have. */
export function decisionsOf(a: Side, b: Side): Decision[] {
  return [...a.components].flatMap(([component, before]) => {
    const after = b.components.get(component);
    if (after === undefined) return [];
    const [old, current] = [flat(before), flat(after)];
    return [...new Set([...old.keys(), ...current.keys()])]
      .filter((setting) => JSON.stringify(old.get(setting)) !== JSON.stringify(current.get(setting)))
      .map((setting) => {
        const values = { before: old.get(setting), after: current.get(setting) };
        return { component, setting, ...values, reason: `${classOf(b)}: ${component} ${setting} ${said(setting, values)}` };
      });
  });
}

const DAY = 24 * 3600;

/** The texts of releases, hosts and days that backups are kept, where both classes have one. */
export function decisionExchanges(decisions: readonly Decision[]): Exchange[] {
  return decisions.flatMap(({ component, setting, before, after, reason }): Exchange[] => {
    const exchange = (from: unknown, to: unknown): Exchange => ({ reason, from: String(from), to: String(to), component });
    if (before === undefined || after === undefined) return [];
    if (setting === 'release') return [exchange(imageTag(before), imageTag(after))];
    if (setting === 'host') return [exchange(before, after)];
    return setting === 'retention' ? [exchange(before, after), exchange(Number(before) * DAY, Number(after) * DAY)] : [];
  });
}

/** Settings that hold one decision a key. */
const KEYED = ['flags', 'configuration'];
/** Settings that are wiring, or that are told by another table. */
const TOLD_ELSEWHERE = ['credentials', 'secrets', 'stores', 'api'];

function flat(overrides: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const entries = Object.entries(overrides)
    .filter(([setting, value]) => value !== undefined && !TOLD_ELSEWHERE.includes(setting))
    .flatMap(([setting, value]): [string, unknown][] =>
      KEYED.includes(setting) && isMapping(value)
        ? Object.entries(value).map(([key, own]) => [`${setting}.${key}`, own])
        : [[setting, value]],
    );
  return new Map(entries);
}

function imageTag(release: unknown): string | undefined {
  return isMapping(release) ? `${release.version}@${release.digest}` : undefined;
}

/** `1 → 2`; a release by its version. */
function said(setting: string, { before, after }: { readonly before: unknown; readonly after: unknown }): string {
  const one = (value: unknown): string => {
    if (value === undefined) return 'none';
    if (setting === 'release' && isMapping(value)) return String(value.version);
    if (setting === 'replicas' && isMapping(value)) return `${value.min} to ${value.max}`;
    return isMapping(value)
      ? Object.entries(value)
          .map(([key, own]) => `${key} ${own}`)
          .join(', ')
      : String(value);
  };
  const [from, to] = [one(before), one(after)];
  return from === to ? `${from}, another digest` : `${from} → ${to}`;
}
