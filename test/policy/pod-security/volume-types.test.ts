import { judge } from '../../../lib/policy/judge';
import { hostPath } from '../../../lib/policy/pod-security/host-path';
import { volumeTypes } from '../../../lib/policy/pod-security/volume-types';
import { fixturesOf } from '../fixture';

test.each(fixturesOf(hostPath.id).fail)('paths of the node are found once, by the rule of their own: $name', ({ world }) => {
  expect(judge(world, [hostPath, volumeTypes]).findings.map(({ rule }) => rule)).toEqual([hostPath.id]);
});
