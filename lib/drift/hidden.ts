import { isMapping, type Manifest } from '../manifest/manifest';

/** What stands in place of a value that nobody shall read in a report. */
export const HIDDEN = '(hidden)';

const SECRET_FIELD = /^(?:data|stringData)(?:$|[.[])/;
const WHOLE_OBJECT = 'kubectl.kubernetes.io/last-applied-configuration';
const SECRET_NAME = /passw|passphrase|secret|token|credential|api_?key|private_?key|access_?key|dsn$/i;

/** A value as a report may show it: none of a Secret, of a variable that is called like one, or of what repeats an object. */
export function shown({ kind }: Pick<Manifest, 'kind'>, field: string, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (kind === 'Secret' && SECRET_FIELD.test(field)) return HIDDEN;
  if (field.includes(WHOLE_OBJECT)) return HIDDEN;
  const variable = /\.env\[name=([^\]]*)\]\.value$/.exec(field)?.[1];
  if (variable !== undefined && SECRET_NAME.test(variable)) return HIDDEN;
  return withoutVariables(kind, value);
}

function withoutVariables(kind: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutVariables(kind, item));
  if (!isMapping(value)) return value;
  if (typeof value.name === 'string' && typeof value.value === 'string' && SECRET_NAME.test(value.name)) return { ...value, value: HIDDEN };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === WHOLE_OBJECT ? HIDDEN : withoutVariables(kind, item)]),
  );
}
