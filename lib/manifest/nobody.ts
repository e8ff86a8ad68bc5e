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
