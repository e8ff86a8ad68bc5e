import { clusterLine } from '../../../drift/hint';
import { type Check, notAsked, problem } from '../../finding';

export const terraform: Check = {
  id: 'machine/terraform',
  title: 'the Terraform stack is initialized, and the folder of its plugin cache is there',
  asked: ['004: Terraform Plan Errors', 'E37'],
  needs: 'machine',
  examine: ({ place, isLocal, machine: { pluginCache, isStackWritten, isStackInitialized } }) => {
    const cache =
      pluginCache === undefined || pluginCache.isThere
        ? []
        : [
            problem(
              { kind: 'Variable', name: 'TF_PLUGIN_CACHE_DIR' },
              {
                found: `${pluginCache.folder} is no folder`,
                expected: 'one that is there: Terraform makes none',
                next: `mkdir -p ${pluginCache.folder}`,
              },
            ),
          ];
    const about = { kind: 'Stack', name: place.context };
    const told = { expected: 'a stack that was applied from here', next: `${clusterLine(place, 'seed')} initializes and applies it` };
    const stack =
      isStackWritten && !isStackInitialized
        ? [problem(about, { found: 'terraform init has not been done', ...told })]
        : isStackWritten || !isLocal
          ? []
          : [notAsked(about, { found: 'nobody has written it here', ...told })];
    return { checked: isStackWritten ? 'the stack of this cluster' : 'no stack was applied from here', findings: [...cache, ...stack] };
  },
};
