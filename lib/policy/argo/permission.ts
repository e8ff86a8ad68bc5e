import { matchesGlob } from '../project/glob';

/** A line of Argo CD's policy: who may do what to which objects. */
export interface Permission {
  readonly subject: string;
  readonly resource: string;
  readonly action: string;
  readonly object: string;
  readonly effect: string;
}

/** The fields of a line of a policy. */
export function fieldsOf(line: string): string[] {
  return line.split(',').map((field) => field.trim());
}

/** A line `p, subject, resource, action, object, effect`; undefined for another. */
export function permissionOf(line: string): Permission | undefined {
  const [type, subject = '', resource = '', action = '', object = '', effect, ...more] = fieldsOf(line);
  if (type !== 'p' || effect === undefined || more.length > 0) return undefined;
  return { subject, resource, action, object, effect };
}

/** Actions on what Git says, and the sync of what it does not say. */
const PAST_GIT = ['create', 'update', 'delete', 'override'];

/** What is wrong with a permission for anybody. */
export function* permissionProblems({ resource, action, effect }: Permission): Iterable<string> {
  if (effect !== 'allow' && effect !== 'deny') yield `has the effect "${effect}"; expected allow or deny`;
  // A star of a glob crosses slashes: with fewer of them a pattern matches kinds that nobody meant.
  if (/^(update|delete)\//.test(action) && action.split('/').length !== 5) {
    yield `has the action "${action}"; expected ${action.split('/')[0]}/GROUP/KIND/NAMESPACE/NAME`;
  }
  if (effect === 'deny') return;
  if (action === '*') yield `allows every action on ${resource}`;
  else if (PAST_GIT.some((way) => matchesGlob(action, way)) || matchesGlob(resource, 'exec')) yield `allows ${action} of ${resource}`;
}
