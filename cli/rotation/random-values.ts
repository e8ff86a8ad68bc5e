import { createHash, randomBytes } from 'node:crypto';

/** As many bytes as docs/secrets.md takes for a value by hand. */
const BYTES = 24;

/** Values that live as long as this object: whoever names the same one gets the same one. */
export class RandomValues {
  private readonly values = new Map<string, string>();

  /** The text of a template of a secret plan. */
  fill(template: string): string {
    return template.replaceAll(/\$\{(sha256:)?([^}]+)\}/g, (_, hashed: string | undefined, name: string) => {
      const value = this.valueOf(name);
      return hashed === undefined ? value : createHash('sha256').update(value).digest('hex');
    });
  }

  private valueOf(name: string): string {
    const value = this.values.get(name) ?? randomBytes(BYTES).toString('hex');
    this.values.set(name, value);
    return value;
  }
}
