import type { Platform } from '../tenancy/component';
import { type ApiClientProps, Frontend } from './frontend';
import type { ExposedOverrides } from './overrides';

export type KfmUiProps = ExposedOverrides & ApiClientProps;

/** The web interface. */
export class KfmUi extends Frontend {
  constructor(scope: Platform, props: KfmUiProps) {
    super(scope, 'kfm-ui', 'stateless', props);
  }
}
