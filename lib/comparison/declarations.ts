import { conditionsExplain } from './conditions';
import { decisionsExplain } from './decided-fields';
import { decisionExchanges, decisionsOf } from './decision';
import type { Difference } from './difference';
import { wholeObject } from './difference';
import { exchanged } from './exchange';
import { FACT_CONDITIONS } from './fact-conditions';
import { factExchanges } from './facts';
import { secretsExplain } from './secrets';
import { classOf, type Explain, type Side } from './side';
import { quotasExplain, sizeExplains } from './sizes';
import { admitsItsAudience, TRAIT_CONDITIONS } from './trait-conditions';

/**
 * What may declare a difference, asked in this order; the first answer counts. Each looks at the two values: it explains
 * them only if what the two environments declare makes the one of the other. Whatever none explains is undeclared.
 */
export function declarations(a: Side, b: Side): Explain<Difference>[] {
  const decisions = decisionsOf(a, b);
  return [
    componentExplains(a, b),
    dataExplains(a, b),
    secretsExplain(a, b),
    decisionsExplain(decisions, a, b),
    quotasExplain(a, b),
    sizeExplains(a, b),
    audienceExplains(a, b),
    conditionsExplain(a, b, [...TRAIT_CONDITIONS, ...FACT_CONDITIONS]),
    textsExplain([...decisionExchanges(decisions), ...factExchanges(a, b)]),
    portExplains(a, b),
    rangesExplain(a, b),
  ];
}

/** Components that only one class has. */
function componentExplains(a: Side, b: Side): Explain<Difference> {
  return (difference) => {
    const { component, after } = difference;
    if (wholeObject(difference) === undefined || a.components.has(component) === b.components.has(component)) return undefined;
    const [has, lacks] = a.components.has(component) ? [a, b] : [b, a];
    return (after === undefined) === (has === a) ? `${classOf(has)}: ${component}, which ${classOf(lacks)} does not have` : undefined;
  };
}

/** The label that says how sensitive the data is. */
function dataExplains(a: Side, b: Side): Explain<Difference> {
  return ({ field, before, after }) => {
    const isLabel = field.endsWith('/data-class"]') && before === a.traits.data && after === b.traits.data;
    return isLabel ? `trait data: ${a.traits.data} → ${b.traits.data}` : undefined;
  };
}

/** Whom the edge lets in: all of it is derived from the audience and the ranges of the cluster, so all of it is held against them. */
function audienceExplains(a: Side, b: Side): Explain<Difference> {
  const told = (side: Side): string => `${side.traits.audience}${side.cluster.edgePorts === undefined ? '' : ' by node ports'}`;
  const isActive = told(a) !== told(b) && admitsItsAudience(a) && admitsItsAudience(b);
  return ({ object, field }) =>
    isActive && object === 'networking.k8s.io/NetworkPolicy/edge/edge-from-clients' && field.startsWith('spec.ingress[0].from')
      ? `trait audience: ${told(a)} → ${told(b)}`
      : undefined;
}

/** Texts that are the same once facts, names, releases and hosts are exchanged. */
function textsExplain(exchanges: ReturnType<typeof factExchanges>): Explain<Difference> {
  return ({ component, before, after }) => {
    if (typeof before !== 'string' || typeof after !== 'string') return undefined;
    const own = exchanges.filter((exchange) => exchange.component === undefined || exchange.component === component);
    const used = exchanged(before, after, own);
    return used && [...new Set(used.map(({ reason }) => reason))].join(', ');
  };
}

/** The one fact that is a number. */
function portExplains({ cluster: was }: Side, { cluster: is }: Side): Explain<Difference> {
  return ({ field, before, after }) =>
    /\.port$/.test(field) && was.apiServerPort !== is.apiServerPort && before === was.apiServerPort && after === is.apiServerPort
      ? 'cluster fact apiServerPort'
      : undefined;
}

/** Address ranges beyond those that the other cluster has as well: lists of facts that are not equally long. */
function rangesExplain(a: Side, b: Side): Explain<Difference> {
  const lists = (side: Side): [string, readonly string[]][] => [
    ...Object.entries(side.cluster.ranges).map(([name, ranges]): [string, readonly string[]] => [`ranges.${name}`, ranges]),
  ];
  const only = (side: Side, other: Side): [string, readonly string[]][] =>
    lists(side).map(([name, ranges], index) => [name, ranges.filter((range) => !lists(other)[index]?.[1].includes(range))]);
  return ({ field, before, after }) => {
    if ((before === undefined) === (after === undefined) || field === '') return undefined;
    const range = rangeOf(before ?? after);
    const found = (before === undefined ? only(b, a) : only(a, b)).find(([, ranges]) => range !== undefined && ranges.includes(range));
    return found && `cluster fact ${found[0]}`;
  };
}

/** The range of `10.0.0.0/8` and of `{ ipBlock: { cidr: 10.0.0.0/8 } }`. */
function rangeOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const { ipBlock, ...rest } = (value ?? {}) as { readonly ipBlock?: { readonly cidr?: string } };
  return Object.keys(rest).length === 0 && Object.keys(ipBlock ?? {}).length === 1 ? ipBlock?.cidr : undefined;
}
