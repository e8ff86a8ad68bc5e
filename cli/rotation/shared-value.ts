import { type PlannedSecret, valuesIn } from '../../lib';

/** One key of one Secret, and how its value is made. */
export interface PlannedKey {
  readonly namespace: string;
  readonly secret: string;
  readonly key: string;
  readonly template: string;
}

/** Keys that change together or not at all, because they are made of the same values. */
export interface SharedValue {
  readonly keys: readonly PlannedKey[];
  /** Secrets that the values belong to, by name; none if nothing in it is random. */
  readonly owners: readonly string[];
}

/** The keys of a plan, those together that have to agree. An access key goes with its secret key: an account has both. */
export function sharedValues(secrets: readonly PlannedSecret[]): SharedValue[] {
  const keys = secrets.flatMap(({ namespace, name, data }) =>
    Object.entries(data).map(([key, template]): PlannedKey => ({ namespace, secret: name, key, template })),
  );
  let groups: { keys: PlannedKey[]; ties: Set<string> }[] = [];
  for (const key of keys) {
    const ties = new Set(tiesOf(key));
    const tied = groups.filter((group) => [...ties].some((tie) => group.ties.has(tie)));
    groups = groups.filter((group) => !tied.includes(group));
    groups.push({
      keys: [...tied.flatMap((group) => group.keys), key],
      ties: new Set([...ties, ...tied.flatMap((group) => [...group.ties])]),
    });
  }
  return groups.map((group) => ({ keys: group.keys, owners: ownersOf(group.keys) }));
}

function tiesOf({ namespace, secret, key, template }: PlannedKey): string[] {
  const account = /^(.*)(?:access|secret)-key$/.exec(key)?.[1];
  return [...valuesIn(template), ...(account === undefined ? [] : [`account ${namespace}/${secret}/${account}`])];
}

/** A value is called after the Secret that it belongs to: `postgres-credentials.backup-password`. */
function ownersOf(keys: readonly PlannedKey[]): string[] {
  const names = keys.flatMap(({ template }) => valuesIn(template));
  return [...new Set(names.map((name) => name.slice(0, name.indexOf('.'))))];
}
