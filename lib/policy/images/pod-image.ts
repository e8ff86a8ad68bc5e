import { listAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import type { World } from '../world';
import type { WorldObject } from '../world-object';

/** An image that pods use. */
export interface PodImage {
  readonly object: WorldObject;
  readonly field: string;
  readonly image: string;
}

/** What the containers of all pods run and what their image volumes hold; fields without a text are left to the schema. */
export function* podImages({ pods }: World): Iterable<PodImage> {
  for (const { object, path, spec, containers } of pods) {
    for (const {
      path: container,
      container: { image },
    } of containers) {
      if (typeof image === 'string') yield { object, field: `${container}.image`, image };
    }
    for (const [index, volume] of listAt(spec, 'volumes').entries()) {
      const image = valueAt(volume, 'image.reference');
      if (typeof image === 'string') yield { object, field: `${path}.volumes[${index}].image.reference`, image };
    }
  }
}
