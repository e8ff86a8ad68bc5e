import { isMapping, type Manifest } from '../manifest/manifest';

/** What stands in place of a value that nobody shall read in a report. */
export const HIDDEN = '(hidden)';

const SECRET_FIELD = /^(?:data|stringData)(?:$|[.[])/;
const WHOLE_OBJECT = 'kubectl.kubernetes.io/last-applied-configuration';
const SECRET_NAME = /passw|passphrase|secret|token|credential|api_?key|private_?key|access_?key|dsn$/i;

/** Texts that hold a credential, whatever they are called: a URL with user and password, `password=…`, a private key. */
const SECRET_TEXTS: readonly RegExp[] = [
  /:\/\/[^\s/@:]*(?::[^\s@]*)?@/,
  /(?:passw(?:or)?d|passphrase|secret|token|credentials?|api[-_]?key|access[-_]?key)["']?\s*[=:]\s*\S/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^(?:Bearer|Basic) \S/i,
];

/** An option of a command line whose value is the next word. */
const SECRET_OPTION = /^--?[^=\s]*(?:passw|passphrase|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|dsn)[^=\s]*$/i;

/** A value as a report may show it: none of a Secret, of what is called like one or looks like one, or of what repeats an object. */
export function shown({ kind }: Pick<Manifest, 'kind'>, field: string, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (kind === 'Secret' && SECRET_FIELD.test(field)) return HIDDEN;
  if (field.includes(WHOLE_OBJECT)) return HIDDEN;
  const name = /\.env\[name=([^\]]*)\]\.value$/.exec(field)?.[1] ?? /^data(?:\.|\[")(.*?)(?:"\])?$/.exec(field)?.[1];
  if (name !== undefined && SECRET_NAME.test(name)) return HIDDEN;
  return withoutSecrets(value);
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return SECRET_TEXTS.some((text) => text.test(value)) ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((item, index) => (isOption(value[index - 1]) ? HIDDEN : withoutSecrets(item)));
  if (!isMapping(value)) return value;
  if (typeof value.name === 'string' && typeof value.value === 'string' && SECRET_NAME.test(value.name)) return { ...value, value: HIDDEN };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === WHOLE_OBJECT ? HIDDEN : withoutSecrets(item)]));
}

function isOption(word: unknown): boolean {
  return typeof word === 'string' && SECRET_OPTION.test(word);
}
