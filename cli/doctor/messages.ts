import { Refusal } from '../../lib';

/** Messages of `doctor`; those that every command shares are in cli/messages.ts. */

export function twoEnvironments(argument: string, option: string): Refusal {
  return new Refusal(`doctor ${argument} --env ${option}: two environments; expected one, e.g. doctor ${argument}`);
}

export function unknownService(name: string, environment: string, hint: string): Refusal {
  return new Refusal(`--service ${name}: ${environment} has no such Service; ${hint}`);
}

export function withoutService(name: string, environment: string): Refusal {
  return new Refusal(
    `--service ${name}: the component has no Service, so that no request comes to it; expected one that has, or "npm run doctor -- ${environment}", which checks its pods`,
  );
}

export function severalServices(name: string, found: readonly string[]): Refusal {
  return new Refusal(`--service ${name}: there are ${found.join(' and ')}; expected one of them`);
}

export function noAnswerInTime(seconds: number): string {
  return `no answer within ${seconds} s`;
}
