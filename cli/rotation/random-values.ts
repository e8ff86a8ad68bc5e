import { randomBytes } from 'node:crypto';
import { filled } from '../../lib';

/** As many bytes as docs/secrets.md takes for a value by hand. */
const BYTES = 24;

/** Values that live as long as this object: whoever names the same one gets the same one. */
export class RandomValues {
  private readonly values = new Map<string, string>();

  /** The text of a template of a secret plan. */
  fill(template: string): string {
    return filled(template, (name) => this.valueNamed(name));
  }

  private valueNamed(name: string): string {
    const value = this.values.get(name) ?? randomBytes(BYTES).toString('hex');
    this.values.set(name, value);
    return value;
  }
}
