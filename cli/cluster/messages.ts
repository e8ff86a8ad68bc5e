import { Refusal } from '../../lib';

/** What the commands that make, fill and take down clusters refuse with. */

const AGAIN = 'run "npm run cluster -- up" again: it goes on with what is not there yet';

export function prerequisitesMissing(problems: readonly string[]): Refusal {
  return new Refusal(['nothing was made yet, since this is in the way:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

export function programFailed(what: string, status: number, said: string): Refusal {
  const words = said.trim().split('\n').slice(-12).join('\n  ');
  return new Refusal(`${what}: exit code ${status}\n  ${words || '(it said nothing)'}`);
}

export function stepFailed(step: string, cause: string): Refusal {
  return new Refusal(`${step}: ${cause}\n${AGAIN}`);
}

export function interrupted(step: string, done: readonly string[]): Refusal {
  return new Refusal(`interrupted in ${step}; done before it: ${done.join(', ') || 'nothing'}; ${AGAIN}`);
}

export function notMadeHere(environment: string): Refusal {
  return new Refusal(
    `--env ${environment}: its cluster is locked and is not made here; expected local or another environment without locks; docs/runbooks/bootstrap.md has how ${environment} is set up`,
  );
}

export function madeForAnother(context: string, made: string, asked: string): Refusal {
  return new Refusal(
    `${context}: was made for ${made}, not for ${asked}; give another --name, or take it down first by "npm run cluster -- down --env ${made}"`,
  );
}

export function madeByAnother(context: string, maker: number, marker: string): Refusal {
  return new Refusal(`${context}: process ${maker} is making it; wait for it, or remove ${marker} if that process is something else`);
}

export function notOurs(context: string, by: string): Refusal {
  return new Refusal(
    `${context}: was not made from here, so it is left alone; give another --name, or delete it yourself if it is yours: ${by}`,
  );
}

export function doesNotAnswer(context: string, cause: string): Refusal {
  return new Refusal(
    `${context}: was made from here, but its API server does not answer (${cause}); start its nodes by docker start, or take it down by "npm run cluster -- down" and make it anew`,
  );
}

export function noManifests(folder: string, missing: string): Refusal {
  return new Refusal(`${folder}: has no ${missing}; expected what "npm run synth" renders (setting KUSTOMIZE_DIR)`);
}

export function unreadableManifests(problems: readonly string[]): Refusal {
  return new Refusal(['these files cannot be read, so nothing was applied:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

export function servedElsewhere(folder: string, path: string): Refusal {
  return new Refusal(
    `${folder}: its root Application reads ${path}; expected a path below the folder itself, since that is what the git server gets`,
  );
}

export function nobodyToAsk(context: string): Refusal {
  return new Refusal(`${context}: deleting it needs a word, and there is no terminal to ask on; say --yes`);
}

export function wrongContextRepeated(context: string, repeated: string): Refusal {
  return new Refusal(
    `--i-know-that-argo-cd-is-not-there ${repeated}: the context that would be written to is ${context}; nothing was applied`,
  );
}

export function argoCdIsThere(context: string, count: number): Refusal {
  return new Refusal(
    `${context}: has ${count} Applications of Argo CD, which would undo what is applied past it; change dist by a commit instead (docs/runbooks/break-glass.md); nothing was applied`,
  );
}

export function cannotTell(context: string, what: string, said: string): Refusal {
  return new Refusal(`${context}: cannot tell ${what}, so nothing was done: ${said.trim()}`);
}

export function noContextIn(context: string, paths: readonly string[]): Refusal {
  return new Refusal(`${paths.join(', ')}: no file has the context ${context}; expected one that kubectl reads (KUBECONFIG)`);
}

export function seededBefore(context: string, flags: readonly string[]): Refusal {
  return new Refusal(`${context}: was seeded with secrets that nothing keeps a copy of; give them again: ${flags.join(' ')}`);
}

export function halfGiven(flags: readonly string[], missing: readonly string[]): Refusal {
  return new Refusal(`${flags.join(' and ')} belong together; ${missing.join(' and ')} is missing`);
}

export function unreadableSecret(flag: string, path: string, cause: string): Refusal {
  return new Refusal(`${flag} ${path}: cannot be read (${cause}); expected a file that holds the value`);
}

export function nobodyForwards(said: string): Refusal {
  return new Refusal(
    `kubectl port-forward to deployment/git in namespace seed: ${said.trim() || 'it ended without a word'}; "npm run cluster -- seed" makes the git server`,
  );
}
