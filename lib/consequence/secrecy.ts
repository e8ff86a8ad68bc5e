import type { FieldChange } from '../manifest/changes';

/** Fields whose values nobody should meet in a comment, ciphertext included: it says nothing, and invites to be kept. */
const CONCEALED: Readonly<Record<string, RegExp>> = {
  Secret: /^(data|stringData)(?=$|[.[])/,
  SealedSecret: /^spec\.encryptedData(?=$|[.[])/,
};

const HIDDEN = '(hidden)';

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
