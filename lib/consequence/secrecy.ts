import type { FieldChange } from '../manifest/changes';

/** Fields whose values nobody should meet in a comment, ciphertext included: it says nothing, and invites to be kept. */
const CONCEALED: Readonly<Record<string, RegExp>> = {
  Secret: /^(data|stringData)(?=$|[.[])/,
  SealedSecret: /^spec\.encryptedData(?=$|[.[])/,
};

export const HIDDEN = '(hidden)';

/** Names and forms of what nobody should meet in a comment, wherever it is written. */
const SECRET_LIKE =
  /pass(?:w(?:or)?d|phrase|wd)?\b|requirepass|masterauth|secret|token|credential|(?:api|access|private)[_-]?key|authorization|cookie|bearer |:\/\/[^\s/:@]*:[^\s/@]+@|\$\d\w?\$|AKIA\w{16}/i;

/** What is as long as a key of a machine; names may be as long. */
const KEY_LIKE = /(?<!sha256:)[\w+=]{40,}/;

/** Whether a line of a text may hold a secret. */
export function isSecretLike(line: string): boolean {
  return SECRET_LIKE.test(line) || KEY_LIKE.test(line);
}

/** A credential itself, whatever it stands beside: a URL with user and password, a key, a hash, a value that is given a telling name. */
const CREDENTIAL =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^\s/:@]*:[^\s/@]+@|\$\d\w?\$|AKIA\w{16}|\bbearer [\w.~+/-]{8,}|\b(?:x-[\w-]*(?:key|token)|authorization):\s*(?![$"'\s])\S|(?:pass(?:wor)?d|passphrase|secret|token|(?:api|access|private)[_-]?key)["']?\s*=\s*["']?(?![$"'\s])\S/i;

/** Whether a text that is called nothing in particular holds a credential. */
export function credentialIn(text: string): boolean {
  return CREDENTIAL.test(text);
}

/** Whether what stands under a key is a secret itself, and not the name or the place of one. */
export function isSecretKey(key: string): boolean {
  return /(?:passw(?:or)?d|passphrase|pwd|token|client[_-]?secret|(?:api|access|private|secret|signing|encryption|master|session)[_-]?key)(?:[_-]?\d+)?$/i.test(
    key,
  );
}

/** Whether a variable, a header or a parameter of this name may hold a secret. */
export function isSecretName(name: string): boolean {
  return isSecretLike(name) || isSecretKey(name) || /passw(?!.*_(?:file|path)$)/i.test(name);
}

/** Whether a word of a command line is an option whose value, a secret, is the next word. */
export function isSecretOption(word: unknown): boolean {
  return typeof word === 'string' && /^--?[^=\s]+$/.test(word) && isSecretLike(word);
}

/** Whether no line of a text should be told: by the name of its key, or because it holds a private key. */
export function looksSecret(key: string, text: string): boolean {
  return /\.(?:acl|htpasswd|key|p12|pem)$/i.test(key) || SECRET_LIKE.test(key) || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
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
