import { type Problem, pathOf } from '../manifest/manifest';
import { quantityProblem } from '../manifest/quantity';
import { nearest } from '../nearest';
import { type ReadySchema, readySchema } from './ready-schema';
import type { Definitions, Schema } from './schema';

/**
 * Every place where a value departs from its schema. A null counts as absent, as it does for the API server.
 *
 * Interpreted, not compiled: a run meets a dozen kinds, and compiling those takes longer than judging twelve thousand
 * objects (docs/decisions/0003). Tests hold it against ajv.
 */
export function schemaProblems(value: unknown, schema: Schema, definitions: Definitions): Problem[] {
  const walk: Walk = { steps: [], problems: [] };
  judge(value, readySchema(schema, definitions), walk);
  return walk.problems;
}

/** Where a walk is, and what it has found. */
interface Walk {
  readonly steps: (string | number)[];
  readonly problems: Problem[];
}

function judge(value: unknown, schema: ReadySchema, walk: Walk): void {
  const { type, choices } = schema;
  if (type !== undefined && !hasType(value, type)) {
    report(walk, `is ${described(value)}; expected ${typeof type === 'string' ? article(type) : type.map(article).join(' or ')}`);
    return;
  }
  if (choices !== undefined && !choices.includes(value)) {
    report(walk, `is ${described(value)}; expected ${choices.map((choice) => JSON.stringify(choice)).join(' or ')}`);
  }
  if (schema.combines) judgeCombined(value, schema, walk);
  if (Array.isArray(value)) judgeItems(value, schema, walk);
  else if (typeof value === 'object' && value !== null) judgeFields(value as Record<string, unknown>, schema, walk);
  else if (schema.limitsScalars) judgeScalar(value, schema.written, walk);
}

function report({ steps, problems }: Walk, message: string): void {
  problems.push({ field: pathOf(steps), message });
}

function judgeCombined(value: unknown, { anyOf, allOf = [] }: ReadySchema, walk: Walk): void {
  if (anyOf !== undefined) judgeAlternatives(value, anyOf, walk);
  for (const part of allOf) judge(value, part, walk);
}

function judgeAlternatives(value: unknown, alternatives: readonly ReadySchema[], walk: Walk): void {
  if (alternatives.some(({ bareType }) => bareType !== undefined && hasType(value, bareType))) return;
  const { problems } = walk;
  const before = problems.length;
  const verdicts: Problem[][] = [];
  for (const alternative of alternatives) {
    judge(value, alternative, walk);
    if (problems.length === before) return;
    verdicts.push(problems.splice(before));
  }
  const types = alternatives.flatMap(({ bareType }) => bareType ?? []);
  if (types.length === alternatives.length) report(walk, `is ${described(value)}; expected ${types.map(article).join(' or ')}`);
  else problems.push(...verdicts.reduce((best, verdict) => (verdict.length < best.length ? verdict : best)));
}

function judgeItems(list: readonly unknown[], { items, written: { minItems, maxItems } }: ReadySchema, walk: Walk): void {
  judgeBounds(list.length, minItems, maxItems, 'items', walk);
  if (items === undefined) return;
  for (let index = 0; index < list.length; index++) {
    walk.steps.push(index);
    judge(list[index], items, walk);
    walk.steps.pop();
  }
}

function judgeFields(value: Record<string, unknown>, schema: ReadySchema, walk: Walk): void {
  const keys = Object.keys(value);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const child = value[key];
    if (child === null) continue;
    const field = schema.field(key);
    if (field === 'anything') continue;
    walk.steps.push(key);
    if (field === 'unknown') report(walk, unknownField(key, Object.keys(schema.written.properties ?? {})));
    else judge(child, field, walk);
    walk.steps.pop();
  }
  if (schema.required !== undefined) judgeRequired(value, schema.required, walk);
}

function judgeRequired(value: Record<string, unknown>, required: readonly string[], walk: Walk): void {
  for (let index = 0; index < required.length; index++) {
    const key = required[index] as string;
    if (value[key] !== undefined && value[key] !== null) continue;
    walk.steps.push(key);
    report(walk, 'is required but missing');
    walk.steps.pop();
  }
}

function judgeScalar(value: unknown, schema: Schema, walk: Walk): void {
  if (schema.format === 'quantity' && (typeof value === 'string' || typeof value === 'number')) {
    const message = quantityProblem(value);
    if (message !== undefined) report(walk, message);
  }
  if (typeof value === 'string') {
    if (schema.minLength !== undefined || schema.maxLength !== undefined) {
      judgeBounds([...value].length, schema.minLength, schema.maxLength, 'characters', walk);
    }
    if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
      report(walk, `is ${described(value)}, which does not match ${schema.pattern}`);
    }
  }
  if (typeof value === 'number') judgeBounds(value, schema.minimum, schema.maximum, '', walk);
}

const patterns = new Map<string, RegExp>();

/** Go's patterns escape more than JavaScript's Unicode mode allows. @throws SyntaxError for one that JavaScript cannot read at all */
function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    try {
      pattern = new RegExp(source, 'u');
    } catch {
      pattern = new RegExp(source);
    }
    patterns.set(source, pattern);
  }
  return pattern;
}

function judgeBounds(size: number, least: number | undefined, most: number | undefined, unit: string, walk: Walk): void {
  if (least !== undefined && size < least)
    report(walk, `${unit === '' ? `is ${size}` : `has ${size} ${unit}`}; expected at least ${least}`);
  if (most !== undefined && size > most) report(walk, `${unit === '' ? `is ${size}` : `has ${size} ${unit}`}; expected at most ${most}`);
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
