import { isMapping } from '../../manifest/manifest';
import type { World } from '../world';

/** How a ServiceAccount is called where one is named: `serviceAccountName`, `SERVICE_ACCOUNT`, `--service-account`, `serviceaccounts/token`. */
const CALLED = /service[_-]?account/i;

/** Kinds that say of an account what it is or may do, not who uses it. */
const SILENT: ReadonlySet<string> = new Set(['ClusterRoleBinding', 'RoleBinding', 'ServiceAccount']);

/** Fields by which pods name theirs: in their own namespace, so not for everybody of that name. */
const OF_PODS: ReadonlySet<string> = new Set(['serviceAccount', 'serviceAccountName']);

/**
 * Every word that stands somewhere where ServiceAccounts are spoken of: in values of charts, settings of programs that make pods,
 * projects of Argo CD, roles that grant their tokens. Any of them may be the name of one.
 */
export function mentionedAccounts(world: World): ReadonlySet<string> {
  const texts = world.objects.flatMap((object) => {
    if (SILENT.has(object.manifest.kind)) return [];
    return [...textsIn(object.manifest, { isMeant: false, skipped: world.tryPods(object) === undefined ? NOTHING : OF_PODS })];
  });
  return wordsOf(texts);
}

/** The words of texts, as names are written. */
export function wordsOf(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.split(/[^\w.-]+/)));
}

const NOTHING: ReadonlySet<string> = new Set();

interface Search {
  /** Whether what is looked at stands beside a word for ServiceAccounts, or below one. */
  readonly isMeant: boolean;
  readonly skipped: ReadonlySet<string>;
}

/** The texts in a value; of a search, those that are meant by it. */
export function* textsIn(value: unknown, search: Search = { isMeant: true, skipped: NOTHING }): Iterable<string> {
  if (typeof value === 'string') {
    if (search.isMeant || CALLED.test(value)) yield value;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* textsIn(item, search);
  } else if (isMapping(value)) {
    const isMeant =
      search.isMeant ||
      Object.values(value)
        .flat()
        .some((text) => typeof text === 'string' && CALLED.test(text));
    for (const [key, item] of Object.entries(value)) {
      if (!search.skipped.has(key)) yield* textsIn(item, { ...search, isMeant: isMeant || CALLED.test(key) });
    }
  }
}
