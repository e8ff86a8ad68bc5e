import type { LabelSelector, Match } from './label-selector';
import type { LabelSpace } from './label-space';

/** Things with labels, so that thousands of selectors find theirs among thousands. */
export class LabelIndex<Item> {
  private readonly byLabel = new Map<string, Item[]>();
  private readonly vague = new Map<string, readonly Item[]>();
  private readonly answers = new Map<string, ReadonlyMap<Item, Match>>();

  constructor(
    readonly items: readonly Item[],
    private readonly labelsOf: (item: Item) => LabelSpace,
  ) {
    for (const item of items) {
      for (const [key, values] of labelsOf(item).known) {
        for (const value of values.values ?? []) this.put(`${key}=${value}`, item);
      }
    }
  }

  /** What a selector selects, or may. */
  select(selector: LabelSelector): ReadonlyMap<Item, Match> {
    const text = selector.toString();
    const known = this.answers.get(text);
    if (known !== undefined) return known;
    const found = new Map<Item, Match>();
    for (const item of this.candidates(selector)) {
      const match = selector.matches(this.labelsOf(item));
      if (match !== 'never') found.set(item, match);
    }
    this.answers.set(text, found);
    return found;
  }

  /** The fewest among which everything is that a selector could select, going by one of its labels. */
  private candidates({ requirements }: LabelSelector): readonly Item[] {
    let fewest = this.items;
    for (const [key, { values }] of requirements) {
      if (values === undefined) continue;
      const items = [...values].flatMap((value) => this.byLabel.get(`${key}=${value}`) ?? []).concat(this.vagueAbout(key));
      if (items.length < fewest.length) fewest = items;
    }
    return fewest;
  }

  /** Those whose label is not known, so that no list of values finds them. */
  private vagueAbout(key: string): readonly Item[] {
    const known = this.vague.get(key);
    if (known !== undefined) return known;
    const found = this.items.filter((item) => {
      const possible = this.labelsOf(item).at(key);
      return possible.values === undefined && !possible.isAbsent;
    });
    this.vague.set(key, found);
    return found;
  }

  private put(label: string, item: Item): void {
    const items = this.byLabel.get(label);
    if (items === undefined) this.byLabel.set(label, [item]);
    else items.push(item);
  }
}
