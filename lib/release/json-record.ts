import { badRecord } from '../errors';
import { isMapping } from '../manifest/manifest';

/** What a field of a record has to be, and how people call that. A field that may be left out takes undefined. */
export type Field = readonly [field: string, isRight: (value: unknown) => boolean, expected: string];

/**
 * A JSON object about one component, which its file is named after.
 * @throws what is none, conflict markers of a merge included, with file and field
 */
export function parseRecord(text: string, file: string, fields: readonly Field[]): Record<string, unknown> {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw badRecord(file, '', text.slice(0, 20), 'JSON; resolve the conflict if it is one, or restore the file from git');
  }
  if (!isMapping(record)) throw badRecord(file, '', record, 'a JSON object');
  const own: Field = ['component', (value) => typeof value === 'string' && file.endsWith(`/${value}.json`), 'the name of its file'];
  for (const [field, isRight, expected] of [own, ...fields]) {
    if (!isRight(record[field])) throw badRecord(file, field, record[field], expected);
  }
  return record;
}

export function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
