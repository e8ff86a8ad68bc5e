import { kubectlLine } from '../drift/hint';
import { CHECKS } from './catalogue';
import { type Facts, isUnread } from './facts';
import { type Check, type Examined, type Result, untold } from './finding';
import { KINDS } from './kinds';

/** What all checks come to, in their order. What could not be read is unknown; what nobody asked for is skipped. */
export function diagnose(facts: Facts, checks: readonly Check[] = CHECKS): Result[] {
  return checks.flatMap((check) => resultsOf(check, facts));
}

function resultsOf(check: Check, facts: Facts): Result[] {
  const { id, title } = check;
  const obstacle = obstacleTo(check, facts);
  if (obstacle !== undefined) return [{ check: id, title, ...obstacle }];
  const { checked, findings } = examined(check, facts);
  if (findings.length === 0) return [{ check: id, title, status: 'ok', found: checked, expected: title, next: '' }];
  return findings.map((finding) => ({ check: id, title, ...finding }));
}

/** What it finds. An object that is otherwise than any check foresaw leaves one check unknown, and never all of them unsaid. */
function examined(check: Check, facts: Facts): Examined {
  try {
    return check.examine(facts);
  } catch (error) {
    const found = `the check broke off: ${(error as Error).message}`;
    const told = { found, expected: 'objects of the form that it knows', next: `report it with the object: a fault of ${check.id}` };
    return { checked: '', findings: [untold({ kind: 'Check', name: check.id }, told)] };
  }
}

/** Why a check cannot be made. */
function obstacleTo({ needs, reads = [] }: Check, { live, place }: Facts): Omit<Result, 'check' | 'title'> | undefined {
  if (needs === 'repository' || needs === 'machine') return undefined;
  if (live === undefined) return { status: 'skipped', found: OFFLINE, expected: 'a cluster to ask', next: 'the same without --offline' };
  if (needs === 'network') return undefined;
  if (isUnread(live))
    return { status: 'unknown', found: live.problem, expected: `an answer of ${place.context}`, next: 'reach the cluster, or --offline' };
  const unread = reads.flatMap((name) => {
    const found = live.lists.get(name);
    return isUnread(found) ? [{ resource: KINDS[name].resource, problem: found.problem }] : [];
  });
  const [first] = unread;
  if (first === undefined) return undefined;
  const resources = unread.map(({ resource }) => resource).join(', ');
  return {
    status: 'unknown',
    found: `could not read ${resources}: ${first.problem}`,
    expected: `permission to list ${resources}, and an answer`,
    next: kubectlLine(place, `auth can-i list ${first.resource} --all-namespaces`),
  };
}

const OFFLINE = 'not asked: --offline';

/** 2 if something could not be told, whatever else was found; then 1 if there is a problem. */
export function exitCodeOf(results: readonly Pick<Result, 'status'>[]): 0 | 1 | 2 {
  const states = results.map(({ status }) => status);
  return states.includes('unknown') ? 2 : states.includes('problem') ? 1 : 0;
}
