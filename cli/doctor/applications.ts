import type { Live } from '../verify/check';
import { type Facts, list } from './facts';

/** Why an Application is not what it should be, by what has to be done about it. */
export type Reason = 'path' | 'revision' | 'repository' | 'permission' | 'comparison' | 'admission' | 'operation';

/** One thing that Argo CD says of an Application. */
export interface Said {
  readonly application: Live;
  readonly reason: Reason;
  readonly message: string;
}

/** Words of Argo CD, of Git and of the API server. The first that fits counts. */
const WORDS: readonly (readonly [Reason, RegExp])[] = [
  ['path', /app path does not exist/i],
  ['revision', /unable to resolve .* to a commit|couldn't find remote ref|unknown revision|reference not found/i],
  [
    'permission',
    /(?:is |are )?not permitted in project|is not permitted to|references project .* which does not exist|app is not allowed in project/i,
  ],
  // A webhook that does not answer says so in words of the network as well.
  ['admission', /webhook|ValidatingAdmissionPolicy|violates PodSecurity|exceeded quota|denied the request/i],
  [
    'repository',
    /failed to list refs|repository not found|authentication required|authorization failed|permission denied|failed to fetch chart|fetching chart|chart .*not found|index\.yaml|dial tcp|no such host|connection refused|x509|i\/o timeout|could not read from remote/i,
  ],
];

/** What Argo CD says of all Applications: conditions, and the last operation unless it succeeded. */
export function saidOf(facts: Facts): Said[] {
  return list(facts, 'applications').flatMap((application) => {
    const { conditions = [], operationState } = application.status ?? {};
    const errors = (conditions as readonly { type: string; message: string }[]).filter(({ type }) => /Error$/.test(type));
    const isFailed = operationState !== undefined && operationState.phase !== 'Succeeded' && operationState.phase !== 'Running';
    const isRetrying = operationState?.phase === 'Running' && Number(operationState.retryCount ?? 0) > 0;
    const said = errors.map(({ type, message }): Said => ({ application, reason: reasonOf(message, fallback(type)), message }));
    if (!isFailed && !isRetrying) return said;
    const message = [operationState.message, ...failedResources(operationState)].filter(Boolean).join('; ') || String(operationState.phase);
    return [...said, { application, reason: reasonOf(message, 'operation'), message }];
  });
}

/** What they say for one reason, each Application once. */
export function saidFor(facts: Facts, reason: Reason): Said[] {
  const found = saidOf(facts).filter((one) => one.reason === reason);
  return found.filter(({ application }, index) => found.findIndex((other) => other.application === application) === index);
}

function fallback(type: string): Reason {
  return type === 'ComparisonError' ? 'comparison' : type === 'InvalidSpecError' ? 'permission' : 'operation';
}

function reasonOf(message: string, otherwise: Reason): Reason {
  return WORDS.find(([, words]) => words.test(message))?.[0] ?? otherwise;
}

interface SyncedResource {
  readonly kind: string;
  readonly name: string;
  readonly status?: string;
  readonly hookPhase?: string;
  readonly hookType?: string;
  readonly message?: string;
}

/** Objects that the cluster refused, and hooks that failed. */
function failedResources(operation: { readonly syncResult?: { readonly resources?: readonly SyncedResource[] } }): string[] {
  const resources = operation.syncResult?.resources ?? [];
  return resources
    .filter(({ status, hookPhase }) => status === 'SyncFailed' || hookPhase === 'Failed' || hookPhase === 'Error')
    .slice(0, 3)
    .map(({ kind, name, hookType, message = '' }) => `${hookType === undefined ? '' : `hook ${hookType} `}${kind}/${name}: ${message}`);
}

const LONGEST = 300;

/** As much of it as a line takes, without control characters, and names and passwords of URLs. */
export function short(message: string): string {
  const line = message
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/(\w:\/\/)[^\s/@]+@/g, '$1')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** The one source of an Application. */
export function sourceOf({ spec }: Live): {
  readonly repoURL?: string;
  readonly path?: string;
  readonly targetRevision?: string;
  readonly chart?: string;
} {
  return spec?.source ?? spec?.sources?.[0] ?? {};
}
