import { kubectlLine } from '../../../drift/hint';
import { list } from '../../facts';
import { aboutOf, type Check, problem } from '../../finding';

const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

export const storageClass: Check = {
  id: 'cluster/storage-class',
  title: 'the storage classes of the facts are there, of their provisioner, and at most one is the default',
  asked: ['004: PersistentVolume Claims Stuck Pending', 'E37'],
  needs: 'cluster',
  reads: ['storageClasses'],
  examine: (facts) => {
    const { storageClass: main, scratchClass } = facts.cluster;
    const all = list(facts, 'storageClasses');
    const next = `${kubectlLine(facts.place, 'get storageclass')}; envs/clusters.ts says which, and what the cluster brings itself`;
    const missing = [...new Set([main.name, scratchClass])].flatMap((name) => {
      const one = all.find(({ metadata }) => metadata.name === name);
      const about = { kind: 'StorageClass', name };
      if (one === undefined) return [problem(about, { found: 'is not there', expected: 'the class that claims of dist name', next })];
      const isOther = name === main.name && one.provisioner !== main.provisioner;
      return isOther ? [problem(about, { found: `provisioner ${one.provisioner}`, expected: main.provisioner, next })] : [];
    });
    const defaults = all.filter(({ metadata }) => metadata.annotations?.[DEFAULT] === 'true');
    const several =
      defaults.length > 1 ? defaults.map((one) => problem(aboutOf(one), { found: 'one of several defaults', expected: 'one', next })) : [];
    return { checked: `${all.length} storage classes`, findings: [...missing, ...several] };
  },
};
