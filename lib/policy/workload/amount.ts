import type { CelValidation } from '../cel/cel';
import { IS_EPHEMERAL } from '../cel/container-role';

/** More than nothing: 0 is no limit at all, and a request of 0 asks for nothing. */
const POSITIVE = "'^[+]?[0-9.]*[1-9]'";

/** That a container says how much of a resource it may use at most. */
export function limitOf(resource: string): CelValidation {
  return amount(`limits.${resource}`, `c.?resources.?limits[?'${resource}'].orValue(0)`);
}

/** That a container says how much of a resource it needs: without a request it is the limit. */
export function requestOf(resource: string): CelValidation {
  const limit = `c.?resources.?limits[?'${resource}'].orValue(0)`;
  return amount(`requests.${resource}`, `c.?resources.?requests[?'${resource}'].orValue(${limit})`);
}

/** The API takes no resources of ephemeral containers. */
function amount(path: string, value: string): CelValidation {
  return {
    of: 'container',
    // Without dyn the API server takes the value for a number, since the one in its place is.
    expression: `string(dyn(${value})).matches(${POSITIVE}) || ${IS_EPHEMERAL}`,
    field: `resources.${path}`,
    message: 'is missing or 0',
  };
}
