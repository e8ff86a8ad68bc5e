import type { ReachObject, SideVerdict, Verdict } from '../../lib';
import { count } from './findings';

/** The two ends as they were named. */
export interface EndNames {
  readonly from: string;
  readonly to: string;
}

type Files = ReadonlyMap<ReachObject, string>;

/** A verdict for machines. */
export function verdictJson({ answer, ports, isBeyondPolicies, sides }: Verdict, names: EndNames, files: Files): object {
  return {
    answer,
    ports: `${ports}`,
    isBeyondPolicies,
    sides: sides.map(({ direction, isolatedBy, allowedBy }) => ({
      direction,
      of: closedEnd(direction, names),
      isolatedBy: isolatedBy.map(({ policy, object, isCertain }) => ({ policy, file: files.get(object) ?? '', isCertain })),
      allowedBy: allowedBy.map(({ policy, object, field, ports: allowed, isCertain }) => ({
        policy,
        file: files.get(object) ?? '',
        field,
        ports: `${allowed}`,
        isCertain,
      })),
    })),
  };
}

/** A verdict for people: what comes of it, then what each end says. */
export function verdictText({ answer, ports, isBeyondPolicies, sides }: Verdict, names: EndNames, files: Files): string[] {
  const can = answer === 'may' ? 'may reach' : 'surely reaches';
  const cannot = answer === 'may' ? 'cannot reach' : 'does not surely reach';
  return [
    ports.isEmpty ? `${names.from} ${cannot} ${names.to}` : `${names.from} ${can} ${names.to} on ${ports.isAll ? 'all ports' : ports}`,
    ...(isBeyondPolicies ? ['  one end is on the network of its node, where policies do not reliably reach'] : []),
    ...sides.flatMap((side) => ['', ...sideText(side, names, files)]),
  ];
}

/** What allows, if anything does; otherwise what isolates. */
function sideText({ direction, isolatedBy, allowedBy }: SideVerdict, names: EndNames, files: Files): string[] {
  const title = `${direction.toLowerCase()} of ${closedEnd(direction, names)}`;
  if (isolatedBy.length === 0) return [`${title}: open, no policy selects its pods`];
  const isCertain = isolatedBy.some((policy) => policy.isCertain);
  const closed = `${isCertain ? 'closed' : 'perhaps closed'} by ${count(isolatedBy.length, 'policy', 'policies')}`;
  if (allowedBy.length === 0) {
    return [
      `${title}: ${closed}, none of which allows it`,
      ...isolatedBy.map(({ policy, object, isCertain: sure }) => `  isolated by ${policy}${perhaps(sure)}\n    ${files.get(object) ?? ''}`),
    ];
  }
  return [
    `${title}: ${closed}`,
    ...allowedBy.map(
      ({ policy, object, field, ports, isCertain: sure }) =>
        `  allowed by ${policy} on ${ports.isAll ? 'all ports' : ports}${perhaps(sure)}\n    ${files.get(object) ?? ''} ${field}`,
    ),
  ];
}

function perhaps(isCertain: boolean): string {
  return isCertain ? '' : ', perhaps: it depends on labels or addresses that are not known';
}

/** Egress is closed at the source, ingress at the target. */
function closedEnd(direction: SideVerdict['direction'], { from, to }: EndNames): string {
  return direction === 'Egress' ? from : to;
}
