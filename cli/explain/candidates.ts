import type { Environment } from '../../lib';
import { isPlain, otherValues } from './other-values';
import type { Noted, Replay } from './replay';
import type { Spot } from './spots';

/** Other values for spots that cannot be left out. */
export class Candidates {
  /** What the other environments have, by the address of the spot; asked for when it is needed first. */
  private elsewhere: ReadonlyMap<string, readonly unknown[]> | undefined;

  constructor(
    private readonly replay: Replay,
    private readonly notes: ReadonlyMap<number, readonly Noted[]>,
    private readonly others: readonly string[],
    private readonly take: (environment: Environment) => unknown,
  ) {}

  /** Those that the other environments have in that place, those beside it, then ones like its own. */
  async of(spot: Spot, value: unknown): Promise<unknown[]> {
    if (!isPlain(value)) return [];
    this.elsewhere ??= await this.valuesElsewhere();
    const known = [...(this.elsewhere.get(addressOf(spot)) ?? []), ...this.valuesBeside(spot)];
    const fitting = known.filter((other) => isPlain(other) && typeof other === typeof value);
    const byText = new Map(fitting.map((other) => [JSON.stringify(other), other]));
    byText.delete(JSON.stringify(value));
    return [...[...byText.values()].slice(0, 2), ...otherValues(value).slice(0, 3)];
  }

  /** What stands in the same place of what is written beside: the team of another namespace. */
  private valuesBeside({ id, file, key, address }: Spot): unknown[] {
    const isBeside = (other: Spot): boolean =>
      other.id !== id &&
      other.file === file &&
      other.key === key &&
      other.address.length === address.length &&
      other.address.filter((part, index) => part !== address[index]).length === 1;
    return [...this.replay.spots.values()].filter(isBeside).flatMap((other) => this.notes.get(other.id)?.map(({ value }) => value) ?? []);
  }

  private async valuesElsewhere(): Promise<Map<string, unknown[]>> {
    const values = new Map<string, unknown[]>();
    for (const other of this.others) {
      try {
        const { notes } = await this.replay.noted(other, this.take);
        for (const [id, [first]] of notes) {
          const address = addressOf(this.replay.spots.get(id) as Spot);
          values.set(address, [...(values.get(address) ?? []), first?.value]);
        }
      } catch {
        // An environment that cannot be made has no values to offer.
      }
    }
    return values;
  }
}

function addressOf({ address }: Spot): string {
  return address.join('\n');
}
