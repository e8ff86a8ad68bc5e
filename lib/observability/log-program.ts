import { PLATFORM } from '../tenancy/labels';
import { REDACTIONS } from './redaction';

/** Fields of every log line, with the label of the pod that each comes from. They are the same in every environment. */
export const LOG_LABELS = {
  component: 'app.kubernetes.io/name',
  team: `${PLATFORM}/team`,
  tier: `${PLATFORM}/tier`,
  data_class: `${PLATFORM}/data-class`,
} as const;

/** What a field says where the pod says nothing; a Loki label must not be empty. */
const UNKNOWN = 'unknown';

/**
 * The program, in the Vector Remap Language, that every line goes through. Redacted first, as text, and parsed afterwards:
 * a secret is as often in a message as in a field. A line that is no JSON object stays as it is, with `parsed: false`.
 *
 * `get!` makes every value one of unknown type, so that the program compiles whether or not Vector knows the source's schema.
 */
export function logProgram(): string {
  return [
    'text = to_string(get!(., ["message"])) ?? encode_json(.)',
    ...REDACTIONS.map(({ pattern, replacement }) => `text = replace(text, r'(?i)${pattern}', ${JSON.stringify(replacement)})`),
    'fields, problem = parse_json(text)',
    '.parsed = problem == null && is_object(fields)',
    '.message = text',
    'if .parsed == true { .fields = fields }',
    ...Object.entries(LOG_LABELS).flatMap(([field, label]) => fromPod(field, 'pod_labels', label)),
    ...fromPod('namespace', 'pod_namespace'),
    '',
  ].join('\n');
}

function fromPod(field: string, ...path: string[]): string[] {
  const value = `to_string(get!(., ${JSON.stringify(['kubernetes', ...path])})) ?? ""`;
  return [`.${field} = ${value}`, `if .${field} == "" { .${field} = ${JSON.stringify(UNKNOWN)} }`];
}

/** What stands for a line that the program failed on: that it was there, and where, but not what it said. */
export function withheldProgram(): string {
  const fields = [...Object.keys(LOG_LABELS), 'namespace'];
  return [
    '.message = "withheld: the line could not be redacted"',
    'del(.fields)',
    'del(.metadata)',
    '.parsed = false',
    ...fields.map((field) => `.${field} = ${JSON.stringify(UNKNOWN)}`),
    '',
  ].join('\n');
}

/** Whether a line is part of the audit trail: the API and the stores say so themselves (requirements B28, D18). */
export const IS_AUDIT = '(.tier == "api" || .tier == "store") && .fields.audit == true';
