import { Refusal } from '../../lib';

export function noHistoryOfLocks(environment: string): Refusal {
  return new Refusal(
    `${environment} has no locks: its components are what its class says, whose history git has ("git log --patch -- envs/${environment}"); --history asks of a locked environment`,
  );
}

export function noReleaseOf(environment: string, component: string): Refusal {
  return new Refusal(
    `${component} has no releases in ${environment}: it is shared or a store, and follows the base; ask of a component with an image of its own`,
  );
}

/** Its line was edited and nothing was rendered since. */
export function lineMoved(environment: string, component: string, line: string, held: string): string {
  return `${component}: its line in envs/${environment} says ${line}, dist holds ${held}; npm run synth promotes it or says why not`;
}

export function standIns(environment: string): string {
  return `${environment} runs small public servers in place of these images`;
}
