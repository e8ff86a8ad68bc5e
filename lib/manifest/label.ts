import type { Manifest, Problem } from './manifest';
import { fieldPath, valueAt } from './manifest';
import { dnsSubdomainProblem, shown } from './name';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Bytes that all annotations of one object may take together (apimachinery, TotalAnnotationSizeLimitB). */
const MAX_ANNOTATION_BYTES = 262_144;

/** A label or annotation key: an optional DNS prefix and a name, `app.kubernetes.io/name`. */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const prefixProblem = prefix === undefined ? undefined : dnsSubdomainProblem(prefix.toLowerCase());
  if (prefixProblem !== undefined) return `the prefix of the key: ${prefixProblem}`;
  if (name.length > 63) return `the name part of the key "${shown(name)}" has ${name.length} characters; at most 63 are allowed`;
  if (!NAME.test(name)) return `"${shown(key)}" is no valid key; expected [prefix/]name of letters, digits, "-", "_" and "."`;
  return undefined;
}

/** A label's value: at most 63 letters, digits, "-", "_" and ".", or nothing. */
export function labelValueProblem(value: string): string | undefined {
  if (value === '' || (value.length <= 63 && NAME.test(value))) return undefined;
  if (value.length > 63) return `the value "${shown(value)}" has ${value.length} characters; at most 63 are allowed`;
  return `"${shown(value)}" is no valid label value; expected letters, digits, "-", "_" and ".", beginning and ending with a letter or digit`;
}

/** Where objects carry metadata: their own, and that of the pods and jobs they make. */
const METADATA = ['metadata', 'spec.template.metadata', 'spec.jobTemplate.metadata', 'spec.jobTemplate.spec.template.metadata'];

/** Every problem of the labels and annotations of an object and of what it makes. */
export function labelProblems(manifest: Manifest): Problem[] {
  return METADATA.flatMap((field) => metadataProblems(valueAt(manifest, field), field));
}

function metadataProblems(metadata: unknown, field: string): Problem[] {
  const problems: Problem[] = [];
  const report = (path: string, message: string | undefined): void => {
    if (message !== undefined) problems.push({ field: path, message });
  };
  for (const [key, value] of entriesOf(valueAt(metadata, 'labels'))) {
    report(fieldPath(`${field}.labels`, key), labelKeyProblem(key) ?? labelValueProblem(value));
  }
  let size = 0;
  for (const [key, value] of entriesOf(valueAt(metadata, 'annotations'))) {
    report(fieldPath(`${field}.annotations`, key), labelKeyProblem(key.toLowerCase()));
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > MAX_ANNOTATION_BYTES)
    report(`${field}.annotations`, `take ${size} bytes together; at most ${MAX_ANNOTATION_BYTES} are allowed`);
  return problems;
}

function entriesOf(map: unknown): [string, string][] {
  if (typeof map !== 'object' || map === null) return [];
  return Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
