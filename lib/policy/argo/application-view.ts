import { textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** An Application, or what an ApplicationSet makes its Applications of. */
export interface ApplicationView {
  readonly object: WorldObject;
  /** Its metadata and spec. */
  readonly body: unknown;
  /** Path of a field of it in the object. */
  at(field: string): string;
}

/** Everything that Argo CD syncs by. */
export function applicationsOf(world: World): ApplicationView[] {
  return [
    ...world.ofType('argoproj.io/Application').map((object) => ({ object, body: object.manifest, at: (field: string) => field })),
    ...world.ofType('argoproj.io/ApplicationSet').map((object) => ({
      object,
      body: valueAt(object.manifest, 'spec.template'),
      at: (field: string) => `spec.template.${field}`,
    })),
  ];
}

/** The project of an Application; one that names none is in `default`. */
export function projectNameOf({ body }: ApplicationView): string {
  return textAt(body, 'spec.project') || 'default';
}

/** Whether a text is filled in by an ApplicationSet, so that nothing is known of it here. */
export function isTemplated(text: string): boolean {
  return text.includes('{{');
}

/** Whether a source is of a chart. */
export function isChart(source: unknown): boolean {
  return (textAt(source, 'chart') ?? '') !== '';
}
