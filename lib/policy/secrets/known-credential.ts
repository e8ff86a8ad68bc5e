/** Credentials that can be told by their looks, with what to call them. */
const KNOWN: readonly (readonly [what: string, looks: string])[] = [
  ['a private key', '-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----'],
  ['a private key', String.raw`PuTTY-User-Key-File-\d:`],
  ['a private key', 'AGE-SECRET-KEY-1[0-9A-Z]{20,}'],
  // PKCS #8 without its armour: the algorithms RSA, elliptic curves and Ed25519.
  ['a private key', String.raw`\bMII[A-Za-z0-9+/]{4}BADANBgkqhkiG9w0BAQEFAASC`],
  ['a private key', String.raw`\bMI[A-Za-z0-9+/]{3}gEAM[A-Za-z0-9]{1,3}GByqGSM49`],
  ['a private key', String.raw`\bMC4CAQAwBQYDK2VwBCIEI`],
  ['an AWS access key', String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`],
  ['a GitHub token', String.raw`\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{22}`],
  ['a GitLab token', String.raw`\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|oas)-[\w-]{20}`],
  ['a Slack token', String.raw`\bxox[abeoprs]-[A-Za-z0-9-]{10}|\bxapp-\d-[A-Za-z0-9-]{10}`],
  ['a Slack webhook', String.raw`\bhooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]+/[A-Z0-9]+/[A-Za-z0-9]{16}`],
  ['a Stripe key', String.raw`\b[rs]k_(?:live|test)_[A-Za-z0-9]{16}|\bwhsec_[A-Za-z0-9+/]{24}`],
  ['a Google key', String.raw`\bAIza[\w-]{35}|\bGOCSPX-[\w-]{20}|\bya29\.[\w-]{20}`],
  ['a JSON Web Token', String.raw`\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.`],
  ['an npm token', String.raw`\bnpm_[A-Za-z0-9]{36}\b`],
  ['a PyPI token', String.raw`\bpypi-AgE[\w-]{40}`],
  ['a Docker token', String.raw`\bdckr_(?:pat|oat)_[\w-]{20}`],
  ['a Hugging Face token', String.raw`\bhf_[A-Za-z]{34}\b`],
  ['an API key', String.raw`\bsk-(?:ant-|proj-|or-)[\w-]{20}|\bsk-[A-Za-z0-9]{32}|\bSG\.[\w-]{22}\.[\w-]{43}`],
  ['a DigitalOcean token', String.raw`\bdo[oprt]_v1_[a-f0-9]{64}`],
  ['a Vault token', String.raw`\bhv[bs]\.[\w-]{24}`],
  ['a Grafana token', String.raw`\bgl(?:sa|c)_[A-Za-z0-9+/=_]{32}`],
  ['a Telegram token', String.raw`\b\d{8,10}:AA[\w-]{33}`],
  ['an Azure key', String.raw`\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20}`],
  ['the hash of a password', String.raw`\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$(?:apr1|1|5|6)\$[^$\s]{1,64}\$[./A-Za-z0-9]{22}`],
  ['the hash of a password', String.raw`\$argon2(?:id?|d)\$v=|\bSCRAM-SHA-256\$\d+:`],
  ['a registry login', String.raw`\\*"auth\\*"\s*:\s*\\*"[A-Za-z0-9+/]{8,}={0,2}\\*"`],
  ['a login', String.raw`\b[Aa]uthorization\\*["']?\s*[:=]\s*\\*["']?(?:Basic|Bearer|Token)\s+[A-Za-z0-9+/_.~-]{8}`],
];

const KINDS = KNOWN.map(([what]) => what);

/** One expression for all, so that a text is read once. */
const LOOKS = new RegExp(KNOWN.map(([, looks]) => `(${looks})`).join('|'), 'g');

/** What each of them has in it, so that most texts are let go without the expression above, which takes its time to be made. */
const MARKS =
  /-----BEGIN|PuTTY-|AGE-SEC|BADANBg|gEAM|MC4CAQ|AKIA|ASIA|gh[pousr]_|github_|gl[a-z]{2,5}[-_]|glc_|xox|xapp|slack\.com|[rs]k_|whsec|AIza|GOCSPX|ya29|eyJ|npm_|pypi-|dckr_|hf_|sk-|SG\.|_v1_|hv[bs]\.|:AA|Key=|\$[0-9a]|SCRAM|"auth|uthorization/;

/** A credential and where in a text it begins. */
export interface Found {
  readonly index: number;
  readonly what: string;
}

export function* knownCredentials(text: string): Iterable<Found> {
  if (!MARKS.test(text)) return;
  for (const match of text.matchAll(LOOKS)) {
    yield { index: match.index, what: KINDS[match.slice(1).findIndex((group) => group !== undefined)] as string };
  }
}
