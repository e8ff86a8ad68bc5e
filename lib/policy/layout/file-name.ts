import { MAX_NAME_BYTES } from '../../manifest/layout';
import type { Rule } from '../rule';

export const fileNameLength: Rule = {
  id: 'layout/file-name',
  title: 'File names fit every file system',
  severity: 'error',
  rationale: `File systems take ${MAX_NAME_BYTES} bytes for one name; a cut name could be another object's.`,
  requirements: ['A29'],
  fix: 'shorten the name of the object',
  *check(world) {
    for (const object of world.objects) {
      if (object.file.length <= MAX_NAME_BYTES / 4) continue;
      const longest = object.file.split('/').reduce((length, part) => Math.max(length, Buffer.byteLength(part)), 0);
      if (longest > MAX_NAME_BYTES)
        yield { object, field: 'metadata.name', message: `makes a file name of ${longest} bytes; at most ${MAX_NAME_BYTES} fit` };
    }
  },
};
