import type { Remark } from '../release/records';
import { type Incident, isOpen } from './incident';

/** Something that would move a component of an environment. */
export interface Movement {
  readonly component: string;
  /** Why it passes the environments before. @default it does not */
  readonly hotfix?: string;
  /** Whether the environment has held just this before. @default false */
  readonly isReturn?: boolean;
}

/**
 * The open record that keeps a component from moving; undefined if none does. What was captured may come to Git, and what was
 * held may come back: both end an incident. So does a hotfix that names it. What ends one of several passes the others: they
 * would keep each other open.
 */
export function blockedBy({ component, hotfix, isReturn }: Movement, incidents: readonly Incident[]): Incident | undefined {
  if (isReturn === true) return undefined;
  const open = incidents.filter(isOpen);
  const isEnding = open.some(({ id, captures, components: own }) => {
    const isCaptured = captures.some(({ components }) => own.includes(component) || components.includes(component));
    return isCaptured || hotfix?.startsWith(`${id}:`) === true;
  });
  return isEnding ? undefined : open[0];
}

/** Why nothing but the way back to Git moves while a record is open. */
export function blockedRemark(environment: string, component: string, incident: Incident): Remark {
  const { id, who, expires } = incident;
  const own = `--env ${environment} --id ${id}`;
  return {
    about: 'promotion',
    severity: 'error',
    component,
    message: `${component} cannot come to ${environment} while ${id} is open there (${who}, until ${expires}), and nothing of ${component} was captured`,
    fix: `npm run breakglass -- capture ${own} if it is the change made by hand, npm run breakglass -- close ${own} once Git says the same; rollbacks pass, and a hotfix "${id}: reason" does`,
  };
}
