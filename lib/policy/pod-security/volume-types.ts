import { POD_KINDS } from '../cel/cel';
import { celRule } from '../cel/cel-rule';
import { celList } from './security-context';

const TYPES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

/** A volume of no type is an emptyDir to the API server. Paths of the node have a rule of their own, which baseline has as well. */
export const volumeTypes = celRule({
  id: 'pod-security/volume-types',
  title: 'Volumes are of types that name no storage outside of the cluster',
  severity: 'error',
  rationale:
    'A pod that names the storage itself gets past claims and storage classes, and with them past what they limit (Pod Security Standards, restricted).',
  requirements: ['A3', 'E3', 'E10'],
  fix: 'use a PersistentVolumeClaim, whose storage class says where the data is',
  kinds: POD_KINDS,
  validations: [
    {
      of: 'pod',
      expression: `variables.pod.?volumes.orValue([]).all(volume, volume.all(key, key in ${celList(['name', 'hostPath', ...TYPES])}))`,
      field: 'volumes',
      message: `has one of a type other than ${TYPES.join(', ')}`,
    },
  ],
});
