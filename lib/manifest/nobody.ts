import { listAt, textAt } from './fields';

const LABEL = 'platform.kfm.example.org/nobody';

/** A peer of a NetworkPolicy that no pod can be: one that has a label and does not have it. */
export const NOBODY = {
  podSelector: {
    matchExpressions: [
      { key: LABEL, operator: 'Exists' },
      { key: LABEL, operator: 'DoesNotExist' },
    ],
  },
};

/** Whether a peer asks for pods that have a label and do not have it. */
export function isNobody(peer: unknown): boolean {
  const expressions = listAt(peer, 'podSelector.matchExpressions');
  const keys = (operator: string): (string | undefined)[] =>
    expressions.filter((expression) => textAt(expression, 'operator') === operator).map((expression) => textAt(expression, 'key'));
  return keys('Exists').some((key) => keys('DoesNotExist').includes(key));
}

/** The peers of a rule of a NetworkPolicy that somebody can be; undefined where it names none, and lets everybody in or out. */
export function peersOf(rule: unknown, side: 'from' | 'to'): readonly unknown[] | undefined {
  const peers = listAt(rule, side);
  return peers.length === 0 ? undefined : peers.filter((peer) => !isNobody(peer));
}
