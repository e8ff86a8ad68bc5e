import { type Environment, type Expected, nearest, type SmokeCheck, smokeChecks } from '../../lib';
import { nothingToAsk, unknownComponent } from './messages';

/** One check of one component. */
export interface Question {
  readonly component: string;
  readonly namespace: string;
  readonly check: SmokeCheck;
}

/** What one question came to. What could not be asked is not what failed. */
export interface Answer {
  readonly state: 'met' | 'failed' | 'unasked';
  readonly found: string;
  readonly milliseconds: number;
  /** Whether asking again cannot help. @default no */
  readonly isFinal?: boolean;
}

export interface Answered extends Question {
  readonly answer: Answer;
}

/**
 * What is asked, in the order of the class.
 * @param components names. @default all
 * @throws Refusal for a name that there is not, and where nothing is left to ask
 */
export function questionsOf(environment: Environment, components: readonly string[] | undefined, where: 'inside' | 'outside'): Question[] {
  const all = smokeChecks(environment);
  const names = all.map(({ component }) => component);
  for (const name of components ?? [])
    if (!names.includes(name)) throw unknownComponent(name, environment.name, nearest(name, names), names);
  const questions = all
    .filter(({ component }) => components?.includes(component) ?? true)
    .flatMap(({ checks, ...of }) => checks.map((check) => ({ ...of, check })))
    .filter(({ check }) => where === 'inside' || (check.kind === 'http' && check.host !== undefined));
  if (questions.length === 0) throw nothingToAsk(environment.name, where);
  return questions;
}

/** `status 200, body with "ok"`. */
export function spokenExpected({ status, body, headers = {} }: Expected): string {
  return [
    `status ${status}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [`body with ${JSON.stringify(body)}`]),
  ].join(', ');
}

/** What a check expects, for people. */
export function expectation(check: SmokeCheck): string {
  switch (check.kind) {
    case 'http':
      return `${spokenExpected(check.expect)} of ${check.path}`;
    case 'tcp':
      return `a connection to port ${check.port}`;
    case 'workload':
      return 'all replicas available, no restarts';
  }
}
