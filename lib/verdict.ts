import type { LaidOut } from './manifest/layout';
import type { Finding } from './policy/finding';
import type { Judgement } from './policy/judge';
import type { Remark } from './release/records';
import type { Keeping } from './release/standing';

/** What the judge says of the objects of one environment. */
export type Judge = (objects: readonly LaidOut[]) => Judgement;

/**
 * The judgement of a locked environment, whose files are partly of today and partly of an earlier day. What only kept bytes
 * raise is a warning, since promoting them mends it; a promotion is refused for what was not there before it.
 * An API that the cluster's version removed is always an error: what uses it would not come up again.
 */
export function verdict(environment: string, { standings, remarks }: Keeping, rendered: readonly LaidOut[], judge: Judge): Judgement {
  const lockless = remarks.filter(({ about }) => about === 'lock');
  if (lockless.length > 0) {
    // Which bytes are held is not known, so there is no world to judge.
    return { findings: lockless.map((remark) => findingOf(environment, remark)), checked: { objects: 0, rules: 0 } };
  }
  const judgement = judge(standings.flatMap(({ files }) => files));
  const isQuiet = judgement.findings.every(({ severity }) => severity === 'warning');
  const moves = standings.some(({ state }) => ['promoted', 'restored', 'removed'].includes(state));
  const before = moves && !isQuiet ? keysOf(judge(standings.flatMap((standing) => standing.before))) : undefined;
  const lagging = standings.filter(({ state }) => state === 'behind' || state === 'waiting');
  const fresh = lagging.length > 0 && !isQuiet ? keysOf(judge(rendered)) : undefined;

  const keptBy = new Map(lagging.flatMap(({ component, files }) => files.map(({ path }) => [`dist/${environment}/${path}`, component])));
  const promoting = (components: Iterable<string>): string => {
    const names = [...new Set(components)].join(' ');
    return `fixed by promoting ${names}: npm run promote -- ${names} --to ${environment} --config-only`;
  };
  const holders = judgement.findings.filter(isOfRemovedApi).flatMap(({ file }) => keptBy.get(file) ?? []);
  const findings = judgement.findings.map((finding): Finding => {
    if (finding.severity === 'warning' || !isOfObject(finding, environment)) return finding;
    const isOfKeptBytes = fresh !== undefined && !fresh.has(keyOf(finding));
    if (isOfRemovedApi(finding)) return isOfKeptBytes ? { ...finding, fix: promoting(holders) } : finding;
    const isNew = before !== undefined && !before.has(keyOf(finding));
    // Both worlds are judged by the facts of today, so that nothing tells whether they were so before.
    if (isNew || finding.rule.startsWith('facts/')) return finding;
    const component = keptBy.get(finding.file);
    const mending = component === undefined ? lagging.map((standing) => standing.component) : [component];
    if (isOfKeptBytes) return { ...finding, severity: 'warning', fix: promoting(mending) };
    return before === undefined || isByToday(finding)
      ? finding
      : { ...finding, severity: 'warning', message: `${finding.message} (as before)` };
  });
  return { ...judgement, findings: [...findings, ...remarks.map((remark) => findingOf(environment, remark))] };
}

/** A rule that failed, a waiver, an environment without objects: nothing that a promotion mends, or that was so before. */
function isOfObject({ object, file }: Finding, environment: string): boolean {
  return object !== '' && file.startsWith(`dist/${environment}/`);
}

/** Judged by what the class declares now, with which the objects of before were judged as well: nothing tells whether they were so before. */
function isByToday({ rule }: Finding): boolean {
  return /^(?:data|images|isolation)\//.test(rule);
}

function isOfRemovedApi({ rule }: Finding): boolean {
  return rule.startsWith('api-removal/');
}

function keysOf({ findings }: Judgement): ReadonlySet<string> {
  return new Set(findings.map(keyOf));
}

function keyOf({ rule, object, field, message }: Finding): string {
  return [rule, object, field, message].join('\0');
}

/** Ids that promotions report under; none of `rules`, which see one state of the world only. */
const RULES = {
  promotion: 'parity/promotion',
  hotfix: 'parity/hotfix',
  deletion: 'deletion/guard',
  lock: 'layout/lock',
  ledger: 'parity/ledger',
} as const satisfies Record<Remark['about'], string>;

/** A remark as the finding that reports hold. */
export function findingOf(environment: string, { about, severity, component, message, fix }: Remark): Finding {
  return { rule: RULES[about], severity, environment, object: '', file: fileOf(environment, about, component), field: '', message, fix };
}

/** Where somebody would look: the ledger, the lock, or the folder of all locks. */
function fileOf(environment: string, about: Remark['about'], component: string): string {
  if (about === 'ledger') return `envs/releases/${component}.json`;
  return `envs/${environment}/lock/${component === '' ? '' : `${component}.json`}`;
}
