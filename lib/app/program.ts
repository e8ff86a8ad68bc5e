import { imageReference, type Release } from '../release/release';
import type { Platform } from '../tenancy/component';
import type { ContainerProps } from '../workload/program';
import { standInFor } from '../workload/stand-in';

/** What runs of a component: its released image, or a stand-in for it where the environment does without private images. */
export function programOf(scope: Platform, component: string, release: Release): Pick<ContainerProps, 'image' | 'command'> {
  const image = imageReference(scope.catalogue.component(component).image, release);
  return scope.traits.programs === 'stand-ins' ? standInFor(image) : { image };
}
