import { fieldPath, type Problem } from '../manifest/manifest';
import { quantityProblem } from '../manifest/quantity';
import { nearest } from '../nearest';
import type { Definitions, Schema } from './schema';

/**
 * Every place where a value departs from its schema. A null counts as absent, as it does for the API server.
 *
 * Interpreted, not compiled: a run meets a dozen kinds, and compiling those takes longer than judging twelve thousand
 * objects (docs/decisions/0003). Tests hold it against ajv.
 */
export function schemaProblems(value: unknown, schema: Schema, definitions: Definitions, field = ''): Problem[] {
  const problems: Problem[] = [];
  judge(value, schema, definitions, field, problems);
  return problems;
}

function judge(value: unknown, reference: Schema, definitions: Definitions, field: string, problems: Problem[]): void {
  const schema = resolve(reference, definitions);
  const { type, anyOf, allOf } = schema;
  if (type !== undefined && !hasType(value, type)) {
    problems.push({
      field,
      message: `is ${described(value)}; expected ${typeof type === 'string' ? article(type) : type.map(article).join(' or ')}`,
    });
    return;
  }
  if (anyOf !== undefined) judgeAlternatives(value, anyOf, definitions, field, problems);
  if (allOf !== undefined) for (const part of allOf) judge(value, part, definitions, field, problems);
  if (Array.isArray(value)) judgeItems(value, schema, definitions, field, problems);
  else if (typeof value === 'object' && value !== null) judgeFields(value as Record<string, unknown>, schema, definitions, field, problems);
  else judgeScalar(value, schema, field, problems);
}

function resolve(schema: Schema, definitions: Definitions): Schema {
  let at = schema;
  while (at.$ref !== undefined) at = definitions[at.$ref.slice('#/definitions/'.length)] as Schema;
  return at;
}

function judgeAlternatives(
  value: unknown,
  alternatives: readonly Schema[],
  definitions: Definitions,
  field: string,
  problems: Problem[],
): void {
  const verdicts = alternatives.map((alternative) => schemaProblems(value, alternative, definitions, field));
  if (verdicts.some((verdict) => verdict.length === 0)) return;
  const types = alternatives.map(({ type }) => type).filter((type) => typeof type === 'string');
  if (types.length === alternatives.length)
    problems.push({ field, message: `is ${described(value)}; expected ${types.map(article).join(' or ')}` });
  else problems.push(...verdicts.reduce((best, verdict) => (verdict.length < best.length ? verdict : best)));
}

function judgeItems(items: readonly unknown[], schema: Schema, definitions: Definitions, field: string, problems: Problem[]): void {
  judgeBounds(items.length, schema.minItems, schema.maxItems, 'items', field, problems);
  if (schema.items === undefined) return;
  for (const [index, item] of items.entries()) judge(item, schema.items, definitions, fieldPath(field, index), problems);
}

function judgeFields(value: Record<string, unknown>, schema: Schema, definitions: Definitions, field: string, problems: Problem[]): void {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (child === null) continue;
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known !== undefined) judge(child, known, definitions, fieldPath(field, key), problems);
    else if (additionalProperties === false)
      problems.push({ field: fieldPath(field, key), message: unknownField(key, Object.keys(properties)) });
    else if (additionalProperties !== true) judge(child, additionalProperties, definitions, fieldPath(field, key), problems);
  }
  for (const key of required) {
    if (value[key] === undefined || value[key] === null)
      problems.push({ field: fieldPath(field, key), message: 'is required but missing' });
  }
}

function judgeScalar(value: unknown, schema: Schema, field: string, problems: Problem[]): void {
  const allowed = schema.const === undefined ? schema.enum : [schema.const];
  if (allowed !== undefined && !allowed.includes(value)) {
    problems.push({ field, message: `is ${described(value)}; expected ${allowed.map((choice) => JSON.stringify(choice)).join(' or ')}` });
  }
  if (schema.format === 'quantity') {
    const message = quantityProblem(value as string | number);
    if (message !== undefined) problems.push({ field, message });
  }
  if (typeof value === 'string') {
    judgeBounds([...value].length, schema.minLength, schema.maxLength, 'characters', field, problems);
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
      problems.push({ field, message: `is ${described(value)}, which does not match ${schema.pattern}` });
    }
  }
  if (typeof value === 'number') judgeBounds(value, schema.minimum, schema.maximum, '', field, problems);
}

function judgeBounds(
  size: number,
  least: number | undefined,
  most: number | undefined,
  unit: string,
  field: string,
  problems: Problem[],
): void {
  const amount = unit === '' ? `is ${size}` : `has ${size} ${unit}`;
  if (least !== undefined && size < least) problems.push({ field, message: `${amount}; expected at least ${least}` });
  if (most !== undefined && size > most) problems.push({ field, message: `${amount}; expected at most ${most}` });
}

function hasType(value: unknown, type: string | readonly string[]): boolean {
  if (typeof type !== 'string') return type.some((one) => hasType(value, one));
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function unknownField(key: string, known: readonly string[]): string {
  const best = nearest(key, known);
  return `is no known field${best === undefined ? '' : `; did you mean "${best}"?`}`;
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return value === null ? 'null' : 'a mapping';
  const text = JSON.stringify(value);
  return `the ${typeof value} ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
}

function article(type: string): string {
  if (type === 'object') return 'a mapping';
  if (type === 'array') return 'a list';
  return type === 'integer' ? 'an integer' : `a ${type}`;
}
