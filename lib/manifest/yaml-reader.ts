import { boolYaml11Tag, defineScalarTag, loadAll, mapTag, mergeTag, NOT_RESOLVED, nullYaml11Tag, Schema, seqTag, strTag } from 'js-yaml';
import type { Manifest } from './manifest';

/** The manifests of one YAML or JSON file, and what in it could not be read as one. */
export interface Reading {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly string[];
}

/**
 * Reads a file as kubectl and Argo CD would: several documents, empty ones skipped, `List` and typed lists taken apart.
 * A duplicate key, a custom tag, an alias bomb or a document that is no Kubernetes object is a problem, never a guess.
 */
export function readManifests(text: string): Reading {
  let documents: unknown[];
  try {
    documents = loadAll(text, { schema: AS_KUBERNETES_READS, maxDepth: 200 });
  } catch (error) {
    return { manifests: [], problems: [firstLine(error)] };
  }
  const excess = text.includes('*') ? documents.findIndex((document) => expandedSize(document) > MAX_EXPANDED_NODES) : -1;
  if (excess >= 0) {
    return { manifests: [], problems: [`document ${excess + 1} expands to more than ${MAX_EXPANDED_NODES} nodes through its aliases`] };
  }
  const readings = documents.map((document, index) => (document === null ? NOTHING : readDocument(document, `document ${index + 1}`)));
  return { manifests: readings.flatMap((reading) => reading.manifests), problems: readings.flatMap((reading) => reading.problems) };
}

const NOTHING: Reading = { manifests: [], problems: [] };

function readDocument(document: unknown, where: string): Reading {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return { manifests: [], problems: [`${where} is no mapping`] };
  const { apiVersion, kind, items, metadata } = document as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return { manifests: [], problems: [`${where} has no apiVersion and kind, so it is no Kubernetes object`] };
  }
  if (kind.endsWith('List') && Array.isArray(items)) {
    const readings = items.map((item, index) => readDocument(withListType(item, apiVersion, kind), `${where}, item ${index + 1}`));
    return { manifests: readings.flatMap((reading) => reading.manifests), problems: readings.flatMap((reading) => reading.problems) };
  }
  const name = typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>).name : undefined;
  if (typeof name !== 'string') return { manifests: [], problems: [`${where}, a ${kind}, has no metadata.name`] };
  return { manifests: [document as Manifest], problems: [] };
}

/** Items of a typed list (`DeploymentList`) may leave out what the list already says. */
function withListType(item: unknown, apiVersion: string, kind: string): unknown {
  if (kind === 'List' || typeof item !== 'object' || item === null) return item;
  return { apiVersion, kind: kind.slice(0, -'List'.length), ...item };
}

const MAX_EXPANDED_NODES = 1_000_000;

/** Nodes of a value with every alias written out, in time of the value as it was parsed. */
function expandedSize(value: unknown, known = new Map<object, number>()): number {
  if (typeof value !== 'object' || value === null) return 1;
  const size = known.get(value);
  if (size !== undefined) return size;
  known.set(value, Number.POSITIVE_INFINITY);
  const total = Object.values(value).reduce<number>((sum, child) => sum + expandedSize(child, known), 1);
  known.set(value, total);
  return total;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string;
}

/** go-yaml's integers: underscores fall out, then decimal, `0x`, `0b`, `0o` and a leading zero for octal. */
const intGoTag = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'-+0123456789'],
  resolve(source) {
    const [, sign, digits] = /^([-+]?)(0|[1-9]\d*|0[0-7]+|0o[0-7]+|0b[01]+|0x[\da-f]+)$/i.exec(source.replaceAll('_', '')) ?? [];
    if (digits === undefined) return NOT_RESOLVED;
    const value = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits.toLowerCase());
    return sign === '-' && value !== 0 ? -value : value;
  },
  identify: () => false,
});

const floatGoTag = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'-+.0123456789'],
  resolve(source) {
    if (/^[-+]?\.(inf|Inf|INF)$/.test(source)) return source.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (/^\.(nan|NaN|NAN)$/.test(source)) return Number.NaN;
    const plain = source.replaceAll('_', '');
    return /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain) ? Number(plain) : NOT_RESOLVED;
  },
  identify: () => false,
});

const AS_KUBERNETES_READS = new Schema([strTag, seqTag, mapTag, mergeTag, nullYaml11Tag, boolYaml11Tag, intGoTag, floatGoTag]);
