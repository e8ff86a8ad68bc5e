import { Refusal } from '../../lib';

/** What the commands that make, fill and take down clusters refuse with. */

function again(command: string): string {
  return `run "npm run cluster -- ${command}" again: it goes on with what is not there yet`;
}

export function ownedByAnother(context: string, server: string, host: string, owner: string, meant: string): Refusal {
  const called = server.toLowerCase().includes(host) ? '' : ` (${host})`;
  return new Refusal(`context ${context}: its server ${server}${called} is ${owner}'s by envs/clusters.ts, expected ${meant}'s`);
}

export function notRemote(context: string, server: string): Refusal {
  return new Refusal(`context ${context}: its server ${server} is on this machine; leave out --remote`);
}

export function notTold(context: string, server: string, host: string): Refusal {
  return new Refusal(
    `context ${context}: its server is ${server}; expected a kind-* or k3d-* cluster on this machine; if this one is meant, say so: --env ENV --context ${context} --remote ${host}`,
  );
}

export function untellable(context: string, server: string): Refusal {
  return new Refusal(
    `context ${context}: its server is ${server}, a tunnel or somebody else's cluster on this machine, so nobody could tell whose it is; expected a kind-* or k3d-* cluster on this machine, or a server's own name: kubectl config set-cluster CLUSTER --tls-server-name HOST`,
  );
}

export function hostNotRepeated(context: string, server: string, repeated: string, host: string): Refusal {
  return new Refusal(`--remote ${repeated}: the server of context ${context} is ${server}; expected its host once more, ${host}`);
}

export function localIsHere(environment: string): Refusal {
  return new Refusal(`--remote: ${environment} is on this machine and nowhere else; say which environment is meant: --env ENV`);
}

export function remoteWithoutContext(remote: string): Refusal {
  return new Refusal(`--remote ${remote}: which cluster is meant has to be said, too: --context NAME (kubectl config get-contexts)`);
}

export function lockedWithoutContext(environment: string): Refusal {
  return new Refusal(
    `--env ${environment}: has locks, so it is on no local cluster; say which cluster is meant: --context NAME --remote HOST, the host of its API server`,
  );
}

export function anotherCluster(context: string): Refusal {
  return new Refusal(
    `context ${context}: leads to another cluster than the one that was made from here (namespace kube-system has another uid); delete the context if it is stale, or take down what is kept of the old one: "npm run cluster -- down"`,
  );
}

export function servedByAnother(context: string, file: string, server: string, merged: string): Refusal {
  return new Refusal(
    `context ${context}: ${file}, which terraform reads, leads to ${server}, and all files of KUBECONFIG together to ${merged}; expected one server; rename one of the two clusters in kubeconfig, or set KUBECONFIG to one file`,
  );
}

export const INTERRUPTED = 'interrupted; run the same command again: it looks at what is there, and does the rest';

export function held(context: string, holder: string, file: string): Refusal {
  return new Refusal(`${context}: process ${holder} is at work on it; wait for it, or remove ${file} if that process is something else`);
}

export function keyLost(context: string, file: string): Refusal {
  return new Refusal(
    `${context}: was made with another encryption key than ${file} has now, and with a new one it could not read its secrets any more; put the old one back, or make it anew: "npm run cluster -- down", then up`,
  );
}

export function notConfirmed(context: string, environment: string, server: string): Refusal {
  return new Refusal(
    `${environment} has locks, so nothing was done to ${context} (${server}) yet; read what would be done, and say --confirm ${context}`,
  );
}

export function planFailed(stack: string, said: string): Refusal {
  return new Refusal(`terraform plan of the stack ${stack}: ${said}`);
}

export function prerequisitesMissing(problems: readonly string[]): Refusal {
  return new Refusal(['nothing was made yet, since this is in the way:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

export function programFailed(what: string, status: number, said: string): Refusal {
  const words = said.trim().split('\n').slice(-12).join('\n  ');
  return new Refusal(`${what}: exit code ${status}\n  ${words || '(it said nothing)'}`);
}

export function stepFailed(command: string, step: string, cause: string): Refusal {
  return new Refusal(`${step}: ${cause}\n${again(command)}`);
}

export function interrupted(command: string, step: string, done: readonly string[]): Refusal {
  return new Refusal(`interrupted in ${step}; done before it: ${done.join(', ') || 'nothing'}; ${again(command)}`);
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

export function wrongContextRepeated(option: string, context: string, repeated: string): Refusal {
  return new Refusal(`${option} ${repeated}: the context that would be written to is ${context}; nothing was applied`);
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

export function seededBefore(context: string, environment: string, flags: readonly string[]): Refusal {
  return new Refusal(
    `${context}: was seeded with secrets that nothing keeps a copy of; give them again: npm run cluster -- seed --env ${environment} --context ${context} ${flags.join(' ')}`,
  );
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
