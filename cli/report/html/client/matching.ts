import { CHOICES, type Wanted } from './address';

/** What a consequence, an object or a picture is found by. */
export interface Findable extends Readonly<Record<(typeof CHOICES)[number], readonly string[]>> {
  /** In small letters. */
  readonly text: () => string;
}

/** Whether it has all the words that are searched, and of each choice one that is chosen. @param except a choice that does not count */
export function isWanted(item: Findable, { query, ...chosen }: Wanted, except?: (typeof CHOICES)[number]): boolean {
  const isChosen = CHOICES.every(
    (name) => name === except || chosen[name].length === 0 || chosen[name].some((value) => item[name].includes(value)),
  );
  return isChosen && wordsIn(query.toLowerCase()).every((word) => item.text().includes(word));
}

/** What stands between spaces. */
export function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
