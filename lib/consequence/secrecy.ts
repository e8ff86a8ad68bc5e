import type { FieldChange } from '../manifest/changes';

/** Fields whose values nobody should meet in a comment, ciphertext included: it says nothing, and invites to be kept. */
const CONCEALED: Readonly<Record<string, RegExp>> = {
  Secret: /^(data|stringData)(?=$|[.[])/,
  SealedSecret: /^spec\.encryptedData(?=$|[.[])/,
};

const HIDDEN = '(hidden)';

/** Names and forms of what nobody should meet in a comment, wherever it is written. */
const SECRET_LIKE =
  /pass(?:w(?:or)?d|phrase|wd)?\b|requirepass|masterauth|secret|token|credential|(?:api|access|private)[_-]?key|authorization|cookie|bearer |:\/\/[^\s/:@]*:[^\s/@]+@|\$\d\w?\$|AKIA\w{16}|(?<!sha256:)[\w+=]{40,}/i;

/** Whether a line of a text may hold a secret. */
export function isSecretLike(line: string): boolean {
  return SECRET_LIKE.test(line);
}

/** Whether no line of a text should be told: by the name of its key, or because it holds a private key. */
export function looksSecret(key: string, text: string): boolean {
  return /\.(?:acl|htpasswd|key|p12|pem)$/i.test(key) || isSecretLike(key) || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
}

/** The changes with the values of secrets hidden, their keys left. */
export function withoutSecrets(kind: string, fields: readonly FieldChange[]): FieldChange[] {
  return fields.map((change) => concealed(kind, change));
}

function concealed(kind: string, { field, ...sides }: FieldChange): FieldChange {
  const isAbove = Object.hasOwn(CONCEALED, kind) && (kind === 'SealedSecret' ? field === 'spec' : field === '');
  const isSecret = CONCEALED[kind]?.test(field) || isAbove;
  const hide = (value: unknown): unknown => (isSecret ? masked(value) : value);
  return {
    field,
    ...('before' in sides && { before: hide(sides.before) }),
    ...('after' in sides && { after: hide(sides.after) }),
  };
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return HIDDEN;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item)]));
}
