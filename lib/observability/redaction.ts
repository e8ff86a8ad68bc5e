/** What is taken out of log lines before they leave the node. */
export interface Redaction {
  readonly name: string;
  /** Regular expression, upper and lower case alike, in the common subset of Rust (Vector) and JavaScript (tests). */
  readonly pattern: string;
  /** Text in place of the match; a constant, because Vector reads `$` in its configuration in two ways (Vector 0.57, release notes). */
  readonly replacement: string;
}

const REDACTED = '[REDACTED]';

/** Names of fields that hold secrets end like this. Numbers such as `token_count` do not. */
const SECRET_NAME = String.raw`[a-z0-9_.\-]*(?:passw(?:or)?d|passphrase|secret|token|api[_\-]?key|access[_\-]?key|private[_\-]?key|credentials?|authorization|cookie)`;

/** A quote, alone or escaped as in JSON within JSON; `\x27` is the single one, which would end the pattern in VRL. */
const QUOTE = String.raw`\\?["\x27]`;

/** What is left of a line or of its string in JSON, quoted parts included. */
const REST = String.raw`(?:="[^"\r\n]*"|[^"\r\n\\]|\\[^\r\n])+`;

/** A value without quotes, up to the next space: a password may hold commas and semicolons. The `\` of an escaped quote is not part of it. */
const VALUE = String.raw`(?:[^\s"\x27\\]|\\[^\s"\x27])+`;

/** Applied in this order: fields of JSON first and as a whole, so that what remains is still JSON. */
export const REDACTIONS: readonly Redaction[] = [
  {
    name: 'field of JSON',
    pattern: String.raw`"${SECRET_NAME}"\s*:\s*(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^\}]*\}|[^",\{\}\[\]\s]+)`,
    replacement: `"redacted":"${REDACTED}"`,
  },
  {
    name: 'header Authorization',
    pattern: String.raw`authorization(?:${QUOTE})?\s*[:=]\s*(?:${QUOTE})?(?:(?:digest|aws4-hmac-sha256)\s+${REST}|(?:basic|bearer|negotiate|token)\s+${VALUE}|${VALUE})`,
    replacement: REDACTED,
  },
  { name: 'header Cookie', pattern: String.raw`\b(?:set-)?cookie\s*:\s*${REST}`, replacement: REDACTED },
  { name: 'bearer token', pattern: String.raw`\bbearer\s+[a-z0-9._~+\/=\-]{8,}`, replacement: REDACTED },
  {
    name: 'name and value',
    pattern: String.raw`${SECRET_NAME}(?:${QUOTE})?\s*[=:]\s*(?:\\?"[^"\\]*(?:\\?")?|\x27[^\x27]*\x27?|${VALUE})`,
    replacement: REDACTED,
  },
  { name: 'password in an address', pattern: String.raw`:\/\/[^\s\/:@"\x27]*:[^\s\/@"\x27]+@`, replacement: `://${REDACTED}@` },
  { name: 'JSON web token', pattern: String.raw`\beyJ[a-z0-9_\-]+\.[a-z0-9_\-]+\.[a-z0-9_\-]*`, replacement: REDACTED },
  { name: 'key of a cloud', pattern: String.raw`\bAKIA[a-z0-9]{16}\b`, replacement: REDACTED },
  { name: 'e-mail address', pattern: String.raw`[a-z0-9._%+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+`, replacement: REDACTED },
];
