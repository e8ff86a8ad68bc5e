import { WRONG_IMAGE } from './arrival';
import { type Ledgers, ledgerConflict, ledgerProblem } from './ledger';
import type { Lock } from './lock';
import type { Predecessor, Remark } from './records';
import type { Release } from './release';

export interface Promotion {
  readonly environment: string;
  readonly component: string;
  /** Absent for shared components and stores, which have no version. */
  readonly release: Release | undefined;
  /** What the environment held before; absent for the first promotion. */
  readonly lock: Lock | undefined;
  /** Whether what the environment has held itself is enough. */
  readonly asHeldHere: boolean;
}

/** Why a component may not move yet: an image that nobody recorded, a version or a base that the environment before has not had. */
export function gate(promotion: Promotion, ledgers: Ledgers, predecessor: Predecessor | undefined): Remark[] {
  const { component, release, lock } = promotion;
  const remarks = release === undefined ? [] : imageRemarks(promotion, release, ledgers);
  if (predecessor?.has(component) !== true) return remarks;
  const isNew = release !== undefined && release.digest !== lock?.digest;
  if (isNew && release.hotfix !== undefined) return remarks;
  return [...remarks, ...(isNew ? orderRemarks(promotion, release, predecessor) : []), ...baseRemarks(promotion, predecessor)];
}

function imageRemarks({ environment, component }: Promotion, release: Release, ledgers: Ledgers): Remark[] {
  const problem = ledgerProblem(component, release, ledgers);
  if (problem === undefined) return [];
  const record = `record it by npm run promote -- ${component} --to ENV --version ${release.version} --digest … --source COMMIT, ENV being where changes arrive first`;
  const isWrong = ledgerConflict(component, release, ledgers) !== undefined;
  const message = `${component} ${release.version} cannot come to ${environment}: ${problem}`;
  return [refused(component, message, isWrong ? WRONG_IMAGE : record)];
}

function orderRemarks({ environment, component, lock, asHeldHere }: Promotion, release: Release, predecessor: Predecessor): Remark[] {
  const { version, digest } = release;
  if (asHeldHere ? lock?.held.includes(digest) : predecessor.holds(component, digest)) return [];
  const { name } = predecessor;
  const where = asHeldHere ? environment : `${name}, as committed,`;
  const fix = `npm run promote -- ${component} --to ${name}, commit, and then to ${environment}; in an emergency write { hotfix: 'INCIDENT: reason' } into the release line`;
  return [refused(component, `${component} ${version} cannot come to ${environment}: ${where} has never held ${digest}`, fix)];
}

function baseRemarks({ environment, component }: Promotion, predecessor: Predecessor): Remark[] {
  const lag = predecessor.lag(component);
  if (lag === undefined) return [];
  return [
    refused(
      component,
      `${component} cannot come to ${environment} as the classes render it today: ${lag}`,
      `bring it to ${predecessor.name} first (npm run synth, or npm run promote -- ${component} --to ${predecessor.name} --config-only where that is locked) and commit`,
    ),
  ];
}

/** What keeps an environment as it is. */
export function refused(component: string, message: string, fix: string): Remark {
  return { about: 'promotion', severity: 'error', component, message, fix };
}

/** A hotfix is a warning until the environment before holds it too. */
export function hotfixRemarks(environment: string, lock: Lock, isHeldBefore: boolean): Remark[] {
  const { component, version, hotfix, follows: from } = lock;
  if (hotfix === undefined || isHeldBefore) return [];
  return [
    {
      about: 'hotfix',
      severity: 'warning',
      component,
      message: `${component} ${version} is a hotfix of ${environment} that ${from} does not hold yet: ${hotfix}`,
      fix: `npm run promote -- ${component} --to ${from}, or a version there that holds the same fix`,
    },
  ];
}
