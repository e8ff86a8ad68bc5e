import type { Platform } from '../tenancy/component';
import { type ApiClientProps, Frontend } from './frontend';
import type { ExposedOverrides } from './overrides';

export type TilesProps = ExposedOverrides & ApiClientProps;

/** Map tiles: a web app over a projection, which it reads through the governed API. */
export class Tiles extends Frontend {
  constructor(scope: Platform, props: TilesProps) {
    super(scope, 'tiles', 'rebuildable', props);
  }
}
