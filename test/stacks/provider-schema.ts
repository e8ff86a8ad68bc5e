import { type Block, resourcesOf } from './configuration';
import schema from './kubernetes-2.38.0.schema.json';

interface AttributeSchema {
  /** `string`, `number`, `bool`, or a collection of one of them. */
  readonly type: string | readonly string[];
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

interface BlockSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly block_types?: Readonly<Record<string, NestedSchema>>;
}

interface NestedSchema {
  readonly nesting_mode: string;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: BlockSchema;
}

const RESOURCES = schema.resources as unknown as Readonly<Record<string, BlockSchema>>;

/** What any resource may have, whatever its provider says. */
const META = ['count', 'depends_on', 'for_each', 'lifecycle', 'provider'];

/** What the provider would refuse in a configuration: by its own schema, as Terraform reads it. */
export function schemaProblems(text: string): string[] {
  const { provider } = JSON.parse(text) as { readonly provider: { readonly kubernetes: readonly Block[] } };
  return [
    ...provider.kubernetes.flatMap((block) => blockProblems(block, schema.provider_block as unknown as BlockSchema, 'provider.kubernetes')),
    ...resourcesOf(text).flatMap(({ type, address, block }) => {
      const known = RESOURCES[type];
      const own = Object.fromEntries(Object.entries(block).filter(([key]) => !META.includes(key)));
      return known === undefined ? [`${address}: there is no resource ${type}`] : blockProblems(own, known, address);
    }),
  ];
}

function blockProblems(block: Block, { attributes = {}, block_types: nested = {} }: BlockSchema, path: string): string[] {
  const missing = Object.entries(attributes).filter(([name, { required }]) => required && block[name] === undefined);
  const absent = Object.entries(nested).filter(([name, { min_items: least = 0 }]) => least > 0 && block[name] === undefined);
  return [
    ...missing.map(([name]) => `${path}: misses the attribute ${name}`),
    ...absent.map(([name]) => `${path}: misses the block ${name}`),
    ...Object.entries(block).flatMap(([name, value]) => {
      const at = `${path}.${name}`;
      if (attributes[name] !== undefined) return attributeProblems(value, attributes[name], at);
      return nested[name] === undefined ? [`${at}: is not known`] : nestedProblems(value, nested[name], at);
    }),
  ];
}

function attributeProblems(value: unknown, { type, required, optional }: AttributeSchema, path: string): string[] {
  if (!required && !optional) return [`${path}: is the provider's to say`];
  return isOf(value, type) ? [] : [`${path}: is no ${[type].flat().join(' of ')}`];
}

function isOf(value: unknown, type: string | readonly string[]): boolean {
  if (typeof value === 'string')
    return type === 'string' || value.startsWith('${') || (typeof type === 'string' && isConverted(value, type));
  if (typeof type === 'string') return typeof value === { number: 'number', bool: 'boolean' }[type];
  const [collection, element] = type as [string, string];
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== (collection !== 'map')) return false;
  return Object.values(value).every((child) => isOf(child, element));
}

/** Terraform reads numbers and truths from strings, too. */
function isConverted(value: string, type: string): boolean {
  return type === 'number' ? /^\d+$/.test(value) : type === 'bool' && /^(?:true|false)$/.test(value);
}

function nestedProblems(
  value: unknown,
  { nesting_mode: mode, min_items: least = 0, max_items: most, block }: NestedSchema,
  path: string,
): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: is a block`];
  if (mode === 'single' && Array.isArray(value)) return [`${path}: is one block, not a list`];
  const blocks = (Array.isArray(value) ? value : [value]) as readonly Block[];
  return [
    ...(blocks.length < least ? [`${path}: needs ${least} or more`] : []),
    ...(most !== undefined && most > 0 && blocks.length > most ? [`${path}: may be there ${most} times`] : []),
    ...blocks.flatMap((child, index) => blockProblems(child, block, blocks.length > 1 ? `${path}[${index}]` : path)),
  ];
}
