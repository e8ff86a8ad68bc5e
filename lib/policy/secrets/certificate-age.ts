import type { Finding } from '../finding';

/** What findings about the certificate are reported under; none of `rules`, since it is a file and no object. */
const SEALING_AGE = 'secrets/sealing-age';

/** Days before its end from which on a certificate is called to mind. */
const NOTICE = 14;

const DAY = 86_400_000;

/**
 * What is wrong with the certificate that the values of an environment are sealed by, on a day: past its end kubeseal refuses to seal.
 * The age of the key behind it is no concern here: the controller makes a new one every 30 days and keeps the old ones, and nothing in
 * this repository says how soon everybody has to seal by the new one (hardening 5, check 12).
 * @param today `YYYY-MM-DD`
 */
export function certificateAge(environment: string, notAfter: Date, today: string): Finding | undefined {
  if (Number.isNaN(notAfter.getTime())) return undefined;
  const last = notAfter.toISOString().slice(0, 10);
  const days = (Date.parse(last) - Date.parse(today)) / DAY;
  if (days > NOTICE) return undefined;
  return {
    rule: SEALING_AGE,
    severity: days < 0 ? 'error' : 'warning',
    environment,
    object: '',
    file: `envs/${environment}/sealing.pem`,
    field: '',
    message: days < 0 ? `the certificate is over since ${last}` : `the certificate ends on ${last}`,
    fix: 'fetch the one that the controller seals by now, and seal every value again (docs/runbooks/secret-rotation.md)',
  };
}
