/** The peer of `reach` in `npm run bench`: every pair of a world of so many pods, asked about one by one. Argument: pods. */
import { reachWorld } from '../../../cli/bench/reach-world';
import type { KubernetesObject } from './kubernetes';
import { table } from './table';

const objects = reachWorld(Number(process.argv[2])) as unknown as KubernetesObject[];
process.stdout.write(`${table(objects).connections.length} connections\n`);
