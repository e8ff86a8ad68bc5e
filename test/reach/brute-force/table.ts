import { bitsOf, firstOf, lastOf, neighbour } from './address';
import { outside, type Party, selectsPod, type Unknowns, verdict, type World, worldOf } from './evaluator';
import type { KubernetesObject, Protocol, Rule } from './kubernetes';
import type { Pod } from './pod';
import { everyPair } from './ways';

export interface Table {
  readonly connections: readonly Row[];
}

export interface Row {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/** *may*: in some cluster, some pod of the one may reach some pod of the other. *must*: in each, each reaches each. */
export type Reading = 'may' | 'must';

/** As the evaluator puts unknowns together; `concerning` is `together` with the ways alone that decide about two ends, which says the same sooner. */
export type Ways = Unknowns | 'concerning';

interface Question {
  readonly world: World;
  readonly ports: readonly number[];
  readonly addresses: readonly string[];
  readonly reading: Reading;
  readonly ways: Ways;
}

export const PROTOCOLS: readonly Protocol[] = ['SCTP', 'TCP', 'UDP'];
const LAST_PORT = 65535;
const FAMILIES = [
  ['0.0.0.0', '255.255.255.255'],
  ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
] as const;

/** What `reach --json` prints, by asking about every pair; rows are sorted by `from`, then by `to`, in the order of code units. */
export function table(objects: readonly KubernetesObject[], reading: Reading = 'may', ways: Ways = 'apart'): Table {
  const world = worldOf(objects);
  const question = { world, ports: testedPorts(world), addresses: testedAddresses(world), reading, ways };
  const { pods } = world;
  const workloads = [...new Set(pods.map((pod) => pod.workload))];
  const podsNamed = (workload: string): Pod[] => pods.filter((pod) => pod.workload === workload);
  const rows: Row[] = [];
  for (const one of workloads) {
    for (const other of workloads) {
      if (one !== other) {
        rows.push({ from: one, to: other, ports: portsBetween(question, podsNamed(one), podsNamed(other)) });
      }
    }
    for (const family of FAMILIES) {
      for (const { range, ports } of rangesWith(question, family, (address) => portsBetween(question, [address], podsNamed(one)))) {
        rows.push({ from: range, to: one, ports });
      }
      for (const { range, ports } of rangesWith(question, family, (address) => portsBetween(question, podsNamed(one), [address]))) {
        rows.push({ from: one, to: range, ports });
      }
    }
  }
  return { connections: rows.filter(({ ports }) => ports !== '').sort((a, b) => order(a.from, b.from) || order(a.to, b.to)) };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `All`, or protocols with their numbers, empty if there is none. */
function portsBetween(question: Question, from: readonly Party[], to: readonly Party[]): string {
  const ways = from.flatMap((one) => to.flatMap((other) => waysOf(question, one, other)));
  const parts = PROTOCOLS.flatMap((protocol) => numbersBetween(question, ways, protocol));
  const all = PROTOCOLS.map((protocol) => `${protocol} 1-${LAST_PORT}`);
  return parts.join() === all.join() ? 'All' : parts.join(',');
}

/** Two ends and the policies to ask about them. */
interface Way {
  readonly from: Party;
  readonly to: Party;
  readonly world: World;
}

function waysOf({ world, ways }: Question, from: Party, to: Party): Way[] {
  if (ways !== 'concerning') return [{ from, to, world }];
  const [own, others] = [from, to].map((end) => world.policies.filter((policy) => selectsPod(policy, end) !== 'no'));
  const concerning = world.policies.filter((policy) => own?.includes(policy) || others?.includes(policy));
  const narrow = { pods: world.pods, policies: concerning };
  return everyPair(from, own ?? [], to, others ?? []).map(([one, other]) => ({ from: one, to: other, world: narrow }));
}

function numbersBetween(question: Question, ways: readonly Way[], protocol: Protocol): string[] {
  const runs = runsOf(
    question.ports,
    (port) => isOpen(question, ways, protocol, port),
    (one, next) => one + 1 === next,
  );
  const open = runs.filter((run) => run.answer).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return open.length === 0 ? [] : [`${protocol} ${open.join(',')}`];
}

function isOpen({ reading, ways: unknown }: Question, ways: readonly Way[], protocol: Protocol, port: number): boolean {
  const unknowns = unknown === 'together' ? 'together' : 'apart';
  const ask = ({ world, from, to }: Way) => verdict(world, from, to, protocol, port, unknowns);
  return reading === 'may' ? ways.some((way) => ask(way) !== 'no') : ways.every((way) => ask(way) === 'yes');
}

/** Each number in use with its neighbours, and the ends. */
export function testedPorts(world: World): number[] {
  const inRules = rulesOf(world).flatMap(({ ports = [] }) => ports.flatMap(({ port, endPort }) => [port, endPort]));
  const containers = world.pods.flatMap((pod) => [...pod.containers, ...pod.initContainers]);
  const inPods = containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
  const used = [...inRules, ...inPods].filter((number) => typeof number === 'number');
  const tested = [1, LAST_PORT, ...used.flatMap((port) => [port - 1, port, port + 1])];
  return [...new Set(tested)].filter((port) => port >= 1 && port <= LAST_PORT).sort((a, b) => a - b);
}

function rangesWith(
  question: Question,
  [first, last]: (typeof FAMILIES)[number],
  ask: (address: Party) => string,
): { readonly range: string; readonly ports: string }[] {
  const addresses = question.addresses.filter((address) => bitsOf(address).length === bitsOf(first).length);
  const sorted = [...new Set([first, last, ...addresses])].sort((a, b) => order(bitsOf(a), bitsOf(b)));
  const runs = runsOf(
    sorted,
    (address) => ask(outside(address)),
    (one, next) => neighbour(one, 1) === next,
  );
  return runs.map((run) => ({ range: `${run.first}-${run.last}`, ports: run.answer }));
}

/** The first and last address of each block and exception, and the addresses just outside of it. */
export function testedAddresses(world: World): string[] {
  const blocks = rulesOf(world).flatMap(({ from = [], to = [] }) => [...from, ...to].flatMap(({ ipBlock }) => ipBlock ?? []));
  return blocks
    .flatMap(({ cidr, except = [] }) => [cidr, ...except])
    .flatMap((cidr) => [neighbour(firstOf(cidr), -1), firstOf(cidr), lastOf(cidr), neighbour(lastOf(cidr), 1)])
    .filter((address) => address !== undefined);
}

function rulesOf({ policies }: World): Rule[] {
  return policies.flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])]);
}

/** Neighbours with the same answer as one run. Throws if the answer changes somewhere between two that are not neighbours. */
function runsOf<T, A>(
  tested: readonly T[],
  ask: (value: T) => A,
  areNeighbours: (one: T, next: T) => boolean,
): { readonly first: T; readonly last: T; readonly answer: A }[] {
  const runs: { first: T; last: T; answer: A }[] = [];
  for (const value of tested) {
    const answer = ask(value);
    const run = runs.at(-1);
    if (run !== undefined && run.answer === answer) {
      run.last = value;
    } else if (run !== undefined && !areNeighbours(run.last, value)) {
      throw new Error(`the answer changes somewhere between ${run.last} and ${value}`);
    } else {
      runs.push({ first: value, last: value, answer });
    }
  }
  return runs;
}
