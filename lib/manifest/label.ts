import type { Manifest, Problem } from './manifest';
import { fieldPath, isMapping, ownValue, valueAt } from './manifest';
import { dnsSubdomainProblem, shown } from './name';

/** What was found of each key and value: a few hundred are repeated by thousands of objects. */
const keyProblems = new Map<string, string | undefined>();
const valueProblems = new Map<string, string | undefined>();

function remembered(
  memory: Map<string, string | undefined>,
  text: string,
  problemOf: (text: string) => string | undefined,
): string | undefined {
  if (!memory.has(text)) memory.set(text, problemOf(text));
  return memory.get(text);
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Bytes that all annotations of one object may take together (apimachinery, TotalAnnotationSizeLimitB). */
const MAX_ANNOTATION_BYTES = 262_144;

/** A label or annotation key: an optional DNS prefix and a name, `app.kubernetes.io/name`. */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const prefixProblem = prefix === undefined ? undefined : dnsSubdomainProblem(prefix);
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

/** Where objects carry the metadata of the pods and jobs they make. */
const MADE = ['spec.template.metadata', 'spec.jobTemplate.metadata', 'spec.jobTemplate.spec.template.metadata'];

/** Every problem of the labels and annotations of an object and of what it makes. */
export function labelProblems(manifest: Manifest): Problem[] {
  const own = metadataProblems(manifest.metadata, 'metadata');
  const { spec } = manifest;
  if (!isMapping(spec) || (spec.template === undefined && spec.jobTemplate === undefined)) return own;
  return [...own, ...MADE.flatMap((field) => metadataProblems(valueAt(manifest, field), field))];
}

function metadataProblems(metadata: unknown, field: string): Problem[] {
  if (metadata === undefined) return NONE;
  const problems: Problem[] = [];
  const report = (path: string, key: string, message: string | undefined): void => {
    if (message !== undefined) problems.push({ field: fieldPath(`${field}.${path}`, key), message });
  };
  const labels = mapAt(metadata, 'labels');
  for (const key of Object.keys(labels)) {
    report(
      'labels',
      key,
      remembered(keyProblems, key, labelKeyProblem) ?? remembered(valueProblems, String(labels[key]), labelValueProblem),
    );
  }
  const annotations = mapAt(metadata, 'annotations');
  let size = 0;
  for (const key of Object.keys(annotations)) {
    report('annotations', key, remembered(keyProblems, key.toLowerCase(), labelKeyProblem));
    size += Buffer.byteLength(key) + Buffer.byteLength(String(annotations[key]));
  }
  if (size > MAX_ANNOTATION_BYTES) {
    problems.push({ field: `${field}.annotations`, message: `take ${size} bytes together; at most ${MAX_ANNOTATION_BYTES} are allowed` });
  }
  return problems;
}

const NONE: Problem[] = [];

function mapAt(metadata: unknown, key: string): Readonly<Record<string, unknown>> {
  const map = isMapping(metadata) ? ownValue(metadata, key) : undefined;
  return typeof map === 'object' && map !== null ? (map as Record<string, unknown>) : {};
}
