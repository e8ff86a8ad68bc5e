import type { Rule } from '../rule';
import { podImages } from './pod-image';
import { tryParseReference } from './reference';

export const registry: Rule = {
  id: 'images/registry',
  title: 'Images come from repositories that the catalogue permits',
  severity: 'error',
  rationale:
    'Who can make a pod run an image of any registry runs what they like; names that look alike lead elsewhere (hardening 2, allowed registry; NSA).',
  requirements: ['B8', 'B18', 'B44'],
  fix: 'use an image of a permitted repository, or have this one added to the registries of envs/catalogue.ts',
  *check(world) {
    const permitted = world.facts && new Permitted(world.facts.registries);
    for (const { object, field, image } of podImages(world)) {
      const reference = tryParseReference(image);
      if (reference === undefined) {
        yield { object, field, message: `is ${JSON.stringify(image)}, which is no reference of an image`, fix: WRITTEN_AS };
      } else if (permitted?.has(reference.repository) === false) {
        yield { object, field, message: `comes from ${reference.repository}, which is none of the permitted repositories: ${permitted}` };
      }
    }
  },
};

const WRITTEN_AS = 'write HOST[:PORT]/PATH:TAG@sha256:DIGEST in plain ASCII, the path and the digest in lower case';

/** Repositories as they are, and all below a prefix that ends in a slash. */
class Permitted {
  private readonly repositories: ReadonlySet<string>;
  private readonly prefixes: readonly string[];

  constructor(private readonly entries: readonly string[]) {
    this.repositories = new Set(entries);
    this.prefixes = entries.filter((entry) => entry.endsWith('/'));
  }

  has(repository: string): boolean {
    return this.repositories.has(repository) || this.prefixes.some((prefix) => repository.startsWith(prefix));
  }

  toString(): string {
    return this.entries.join(', ') || 'there are none';
  }
}
