/** Words that a secret is called by. */
const SECRET = /^(?:\w*(?:password|passwd|passphrase|passcode|secret|credential|apikey|token)s?|pass|pw|pwd|requirepass|masterauth)$/;

/** What makes a `key` a secret, unlike the key of a mapping. */
const OF_KEY = words(`access account api auth deploy encryption hmac jwt master private secret session shared signing storage`);

/** Behind the word for a secret: it says where one is, or something about it. */
const ABOUT = words(`
  algorithm annotation audience backend class cookie count description dir directory disable disabled duration enable enabled encoder encryption endpoint
  env expiration expires expiry field file filename files format from header host hours id ids image interval issuer kind label length lifetime
  limit location manager max message method min minutes mode mount name names namespace path paths per placeholder policy prefix provider ref
  reference references refs request requests required resolver review reviewer rotation seconds selector size source store strategy suffix
  template timeout title ttl type uri url usage validity variable version volume yaml yml`);

/** Before it: the name of a Secret, how many there are, or that there is none. */
const REFERS = words('existing image max min no pull tls');

/** Secrets whose name ends in a word that objects of kind Secret have too. */
const OF_SECRET = words('app client consumer hmac jwt session shared signing webhook');

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** `POSTGRES_PASSWORD`, `apiKey`: whether what has this name is a secret. `passwordFile` and `existingSecret` only say where one is. */
export function isSecretName(name: string): boolean {
  if (!/pass|pw|secret|token|key|credential|masterauth/i.test(name)) return false;
  const parts = wordsOf(name);
  const first = parts.findIndex((word, index) => (word === 'key' ? OF_KEY.has(parts[index - 1] ?? '') : SECRET.test(word)));
  if (first < 0 || parts.slice(0, first).some((word) => REFERS.has(word))) return false;
  return !parts.slice(first + 1).some((word, index) => ABOUT.has(word) || (word === 'key' && !OF_KEY.has(parts[first + index] as string)));
}

/** Whether the name may be that of a reference to a Secret: `secret: graph-credentials`, but not `clientSecret`. */
function mayName(name: string): boolean {
  const [last = '', before = ''] = wordsOf(name).reverse();
  return /^(?:secret|credential)s?$/.test(last) && !OF_SECRET.has(before);
}

/** Words of a name in any of the usual spellings; a prefix like `example.org/` says whose it is, not what. */
function wordsOf(name: string): string[] {
  const own = name.slice(name.lastIndexOf('/') + 1);
  return (own.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}

/** Whether a text under the name of a secret is one itself, not a reference, a placeholder, a path, a switch or a number. */
export function isSecretValue(name: string, value: string): boolean {
  const text = value.trim();
  const [, fallback] = /\$\{\w+:[-=]([^{}]+)\}/.exec(text) ?? [];
  if (fallback !== undefined) return isSecretValue(name, fallback);
  if (text.length < 3 || text.length > 512 || /[\r\n]/.test(text)) return false;
  if (NO_SECRET.test(text) || PROSE.test(text) || PATH.test(text)) return false;
  return !mayName(name) || !(NAME.test(text) || DIGEST.test(text) || (/s$/i.test(name) && /^[a-z ,]+$/.test(text)));
}

const NO_SECRET = new RegExp(
  [
    String.raw`^\$[\w@*#?!({]`, // a variable
    String.raw`\{\{|\$\{|\$\(|<%`, // a template
    String.raw`^<.*>$|^%[\w({]|^@[\w.]+@$|^[\[{]`,
    String.raw`^(?:[*.•#_?-]+|[xX]+)$|^\W?(?:redacted|masked|hidden|omitted)\W?$`,
    String.raw`^(?:vault|ref\+\w+|op|arn|file|env|secret|kms|sops|[a-z][a-z0-9+.-]*:/)[:/]`,
    String.raw`^ENC\[|^projects/`,
    '…$', // cut short
    '^A[gQ][A-D][A-Za-z0-9+/=]{300}', // sealed
    String.raw`^[\^~<>=v]*\d+(?:\.\d+)+`,
    String.raw`^[-+]?\d+(?:\.\d+)?(?:ms|s|m|h|d|w|y|[KMGTkmgt]i?B?|%)?$`,
    `^(?:true|false|yes|no|on|off|null|nil|none|undefined|auto|default|disabled|enabled|optional|required)$`,
    `^(?:string|str|bytes|text|any|unknown|number|bool(?:ean)?|object|never|basic|bearer|jwt|oauth2?|opaque)$`,
  ].join('|'),
  'i',
);

/** Four blanks: a sentence about the secret. */
const PROSE = /\s\S+\s+\S+\s+\S+\s/;

const PATH = /^(?:~|\.{1,2})?(?:\/[\w.@+-]+)+\/?$|^[\w-]+\.(?:txt|pem|key|crt|jwt|json|ya?ml|toml|conf)$/;

/** Of a Secret's contents, by which pods notice that they changed. */
const DIGEST = /^(?:sha256:)?[0-9a-f]{64}$/;

/** Two words at least, as objects of Kubernetes are called. */
const NAME = /^[a-z0-9]+(?:[-./:][a-z0-9]+)+$/;
