import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMapping } from '../../../lib/manifest/manifest';
import { AUDIT_LOG } from './control-plane';

/** A request that changed an object, as the API server recorded it. */
export interface Write {
  /** `resource.group namespace/name`. */
  readonly object: string;
  readonly verb: string;
  readonly by: string;
}

interface Event {
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: { resource?: string; apiGroup?: string; namespace?: string; name?: string; subresource?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly requestObject?: unknown;
  readonly stageTimestamp: string;
}

/** What is written all the time by its nature: heartbeats, elections, what happened, and questions that are asked as objects. */
const NO_STATE = ['leases', 'events', 'endpoints', 'endpointslices', 'tokenreviews', 'subjectaccessreviews', 'selfsubjectaccessreviews'];

/** Writes of what people declare between two instants: neither trial runs nor status. @throws if nothing at all was recorded */
export function writesBetween(folder: string, from: Date, to: Date): Write[] {
  const lines = readFileSync(join(folder, AUDIT_LOG), 'utf8').split('\n');
  // The last line may be half written.
  const events = lines.slice(0, -1).map((line) => JSON.parse(line) as Event);
  const within = events.filter(({ stageTimestamp }) => new Date(stageTimestamp) >= from && new Date(stageTimestamp) <= to);
  if (within.length === 0) throw new Error('the audit log has nothing of that time, not even heartbeats');
  return within.filter(changesState).map(writeOf);
}

function changesState({ requestURI, objectRef, responseStatus, requestObject }: Event): boolean {
  const { resource = '', subresource = '' } = objectRef ?? {};
  if ((responseStatus?.code ?? 500) >= 300) return false;
  if (NO_STATE.includes(resource) || ['status', 'token'].includes(subresource)) return false;
  return !requestURI.includes('dryRun=') && !isOwnBookkeeping(resource, requestObject);
}

/** Applications and AppProjects keep their status beside what is declared. */
function isOwnBookkeeping(resource: string, body: unknown): boolean {
  return (
    ['applications', 'appprojects'].includes(resource) && isMapping(body) && !Object.hasOwn(body, 'spec') && Object.hasOwn(body, 'status')
  );
}

function writeOf({ verb, objectRef, user, userAgent }: Event): Write {
  const { resource = '', apiGroup, namespace, name = '' } = objectRef ?? {};
  const object = `${apiGroup === undefined ? resource : `${resource}.${apiGroup}`} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  return { object, verb, by: `${user?.username} (${userAgent?.split(' ')[0]})` };
}
