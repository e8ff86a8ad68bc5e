import { type Consequence, type FileChange, type OwnersOf, type Picture, type Risk, shownSummary } from '../../../lib';
import { byComponent, subjectOf } from '../consequences';
import { entriesOf, type Sides } from './sides';

/** What changed in an environment, as it is read from both trees. */
export interface EnvironmentChange {
  readonly name: string;
  readonly files: readonly FileChange[];
  readonly consequences: readonly Consequence[];
  /** Who may connect otherwise than before. @default nothing changed, or it cannot be told */
  readonly picture?: Picture;
}

/** A consequence with where it stands on the page, and where its object does. */
export interface ReviewedConsequence {
  readonly id: string;
  readonly consequence: Consequence;
  /** What it says, without what is hidden of its object. */
  readonly summary: string;
  readonly owners: readonly string[];
  readonly objectId: string;
}

/** An object or a file, both sides of it, and everything that its change leads to. */
export interface ReviewedObject {
  readonly id: string;
  readonly environment: string;
  readonly title: string;
  readonly file: string;
  readonly movedFrom?: string;
  readonly sides: Sides;
  readonly risks: readonly Risk[];
  readonly owners: readonly string[];
  /** Where its consequences stand, worst first. */
  readonly consequences: readonly ReviewedConsequence[];
}

export interface ReviewedComponent {
  readonly id: string;
  readonly name: string;
  readonly owners: readonly string[];
  /** Worst first. */
  readonly consequences: readonly ReviewedConsequence[];
}

export interface ReviewedEnvironment {
  readonly id: string;
  readonly name: string;
  /** The one with the worst first. */
  readonly components: readonly ReviewedComponent[];
  /** In the order in which consequences name them. */
  readonly objects: readonly ReviewedObject[];
  readonly picture?: Picture;
}

/** Everything that the page tells, in its order. */
export interface Review {
  /** What the working tree is compared with. */
  readonly base: string;
  readonly environments: readonly ReviewedEnvironment[];
}

/** Environments in the order in which they are given; ids are numbers in the order of the page. */
export function reviewOf(base: string, changes: readonly EnvironmentChange[], owners: OwnersOf): Review {
  const next = numbering();
  return { base, environments: changes.map((change) => environmentOf(change, owners, next)) };
}

type Numbering = (what: string) => string;

function numbering(): Numbering {
  const counts = new Map<string, number>();
  return (what) => {
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    return `${what}-${count}`;
  };
}

function environmentOf({ name, files, consequences, picture }: EnvironmentChange, owners: OwnersOf, next: Numbering): ReviewedEnvironment {
  const id = next('environment');
  const entries = entriesOf(name, files);
  const objectIds = new Map<string, string>();
  const components = byComponent(consequences).map((component) => ({
    id: next('component'),
    name: component.component,
    consequences: component.consequences.map((consequence): ReviewedConsequence => {
      const key = keyOf(consequence);
      if (!objectIds.has(key)) objectIds.set(key, next('object'));
      const summary = shownSummary(consequence, entries.get(key)?.hidden ?? []);
      return { id: next('consequence'), consequence, summary, owners: owners(consequence.file), objectId: objectIds.get(key) as string };
    }),
  }));
  const all = components.flatMap((component) => component.consequences);
  return {
    id,
    name,
    components: components.map((component) => ({ ...component, owners: distinct(component.consequences.flatMap((each) => each.owners)) })),
    objects: [...objectIds].map(([key, objectId]) => {
      const own = all.filter((each) => each.objectId === objectId);
      return objectOf(objectId, own, entries.get(key)?.sides ?? { kind: 'unchanged' });
    }),
    ...(picture && { picture }),
  };
}

function objectOf(id: string, own: readonly ReviewedConsequence[], sides: Sides): ReviewedObject {
  const [{ consequence, owners }] = own as [ReviewedConsequence];
  const { environment, file } = consequence;
  const movedFrom = own.find((each) => each.consequence.movedFrom !== undefined)?.consequence.movedFrom;
  const risks = distinct(own.map((each) => each.consequence.risk));
  return { id, environment, title: subjectOf(consequence), file, ...(movedFrom && { movedFrom }), sides, risks, owners, consequences: own };
}

/** What an object is found by on both ways: consequences name it and its file. */
export function keyOf({ object, file }: Pick<Consequence, 'object' | 'file'>): string {
  return `${object}\n${file}`;
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
