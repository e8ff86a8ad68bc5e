/** What can be chosen from, besides what is searched. */
export const CHOICES = ['environment', 'risk', 'owner'] as const;

/** What of the page is wanted: words that are searched, what is chosen, and a place on it. */
export interface Wanted extends Readonly<Record<(typeof CHOICES)[number], readonly string[]>> {
  readonly query: string;
  /** Empty for none. */
  readonly at: string;
}

/** Nothing searched and nothing chosen. */
export const EVERYTHING: Wanted = { query: '', environment: [], risk: [], owner: [], at: '' };

/** From the part of the address after `#`. A plain name is a place. */
export function parseAddress(hash: string): Wanted {
  const text = hash.replace(/^#/, '');
  if (text !== '' && !text.includes('=')) return { ...EVERYTHING, at: text };
  const fields = new URLSearchParams(text);
  const [environment, risk, owner] = CHOICES.map((name) => fields.getAll(name)) as [string[], string[], string[]];
  return { query: fields.get('q') ?? '', environment, risk, owner, at: fields.get('at') ?? '' };
}

/** The same the other way, without what is empty; a place alone stays a plain name. */
export function addressOf({ query, at, ...chosen }: Wanted): string {
  const fields = new URLSearchParams();
  if (query !== '') fields.append('q', query);
  for (const name of CHOICES) for (const value of chosen[name]) fields.append(name, value);
  const isPlace = `${fields}` === '';
  if (isPlace) return at === '' ? '#' : `#${at}`;
  if (at !== '') fields.append('at', at);
  return `#${fields}`;
}
