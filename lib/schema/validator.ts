import { type Problem, pathOf } from '../manifest/manifest';
import { quantityProblem } from '../manifest/quantity';
import { nearest } from '../nearest';
import type { Definitions, Schema } from './schema';

/**
 * Every place where a value departs from its schema. A null counts as absent, as it does for the API server.
 *
 * Interpreted, not compiled: a run meets a dozen kinds, and compiling those takes longer than judging twelve thousand
 * objects (docs/decisions/0003). Tests hold it against ajv.
 */
export function schemaProblems(value: unknown, schema: Schema, definitions: Definitions): Problem[] {
  const walk: Walk = { definitions, targets: targetsOf(definitions), steps: [], problems: [] };
  judge(value, schema, walk);
  return walk.problems;
}

/** Where a walk is, and what it has found. */
interface Walk {
  readonly definitions: Definitions;
  /** References that were followed before. */
  readonly targets: Map<string, Schema>;
  readonly steps: (string | number)[];
  readonly problems: Problem[];
}

function judge(value: unknown, reference: Schema, walk: Walk): void {
  const schema = resolve(reference, walk);
  const { type, anyOf, allOf } = schema;
  if (type !== undefined && !hasType(value, type)) {
    report(walk, `is ${described(value)}; expected ${typeof type === 'string' ? article(type) : type.map(article).join(' or ')}`);
    return;
  }
  judgeChoice(value, schema, walk);
  if (anyOf !== undefined) judgeAlternatives(value, anyOf, walk);
  if (allOf !== undefined) for (const part of allOf) judge(value, part, walk);
  if (Array.isArray(value)) judgeItems(value, schema, walk);
  else if (typeof value === 'object' && value !== null) judgeFields(value as Record<string, unknown>, schema, walk);
  else judgeScalar(value, schema, walk);
}

function judgeChoice(value: unknown, schema: Schema, walk: Walk): void {
  const allowed = schema.const === undefined ? schema.enum : [schema.const];
  if (allowed !== undefined && !allowed.includes(value)) {
    report(walk, `is ${described(value)}; expected ${allowed.map((choice) => JSON.stringify(choice)).join(' or ')}`);
  }
}

function report({ steps, problems }: Walk, message: string): void {
  problems.push({ field: pathOf(steps), message });
}

function resolve(reference: Schema, { definitions, targets }: Walk): Schema {
  const { $ref } = reference;
  if ($ref === undefined) return reference;
  let target = targets.get($ref);
  if (target === undefined) {
    target = definitions[$ref.slice('#/definitions/'.length)] as Schema;
    targets.set($ref, target);
  }
  return target;
}

const allTargets = new WeakMap<Definitions, Map<string, Schema>>();

function targetsOf(definitions: Definitions): Map<string, Schema> {
  const targets = allTargets.get(definitions) ?? new Map<string, Schema>();
  allTargets.set(definitions, targets);
  return targets;
}

function judgeAlternatives(value: unknown, alternatives: readonly Schema[], walk: Walk): void {
  if (alternatives.some((alternative) => isBareType(alternative) && hasType(value, alternative.type))) return;
  const { problems } = walk;
  const before = problems.length;
  const verdicts: Problem[][] = [];
  for (const alternative of alternatives) {
    judge(value, alternative, walk);
    if (problems.length === before) return;
    verdicts.push(problems.splice(before));
  }
  if (alternatives.every(isBareType))
    report(walk, `is ${described(value)}; expected ${alternatives.map(({ type }) => article(type)).join(' or ')}`);
  else problems.push(...verdicts.reduce((best, verdict) => (verdict.length < best.length ? verdict : best)));
}

/** Most alternatives are those of a port or a quantity: a text or a number, and nothing else is asked. */
function isBareType(schema: Schema): schema is Schema & { readonly type: string } {
  return typeof schema.type === 'string' && Object.keys(schema).length === 1;
}

function judgeItems(items: readonly unknown[], { items: schema, minItems, maxItems }: Schema, walk: Walk): void {
  judgeBounds(items.length, minItems, maxItems, 'items', walk);
  if (schema === undefined) return;
  for (let index = 0; index < items.length; index++) {
    walk.steps.push(index);
    judge(items[index], schema, walk);
    walk.steps.pop();
  }
}

const NO_PROPERTIES: Readonly<Record<string, Schema>> = {};

function judgeFields(value: Record<string, unknown>, schema: Schema, walk: Walk): void {
  const { properties = NO_PROPERTIES, additionalProperties = true } = schema;
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (child === null) continue;
    walk.steps.push(key);
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known !== undefined) judge(child, known, walk);
    else if (additionalProperties === false) report(walk, unknownField(key, Object.keys(properties)));
    else if (additionalProperties !== true) judge(child, additionalProperties, walk);
    walk.steps.pop();
  }
  for (const key of schema.required ?? []) {
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
