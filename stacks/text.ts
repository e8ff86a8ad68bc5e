/** What reading a stack shows first; cdktf's own command line reads the rest of the comment. */
const MARKER = 'Generated from stacks/ by npm run synth:stacks; edit that, not this file.';

/** A text that Terraform takes as it is: `${` and `%{` begin its expressions. */
export function literal(text: string): string {
  return text.replaceAll(/([$%])(?=\{)/g, '$1$1');
}

/** A configuration as the text of cdk.tf.json: keys in order, and of cdktf's comments only what never changes by itself. */
export function configurationText(name: string, configuration: object): string {
  const { outputs } = (configuration as { '//': { outputs: object } })['//'];
  const comment = { marker: MARKER, metadata: { backend: 'local', stackName: name }, outputs };
  return jsonText({ ...(withoutComments(configuration) as object), '//': comment });
}

/** JSON with keys in order. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function withoutComments(value: unknown): unknown {
  return mapObject(value, withoutComments, ([key]) => key !== '//');
}

function sorted(value: unknown): unknown {
  return mapObject(value, sorted, () => true, compare);
}

function compare([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : Number(left > right);
}

function mapObject(
  value: unknown,
  change: (child: unknown) => unknown,
  isKept: (entry: [string, unknown]) => boolean,
  order?: (left: [string, unknown], right: [string, unknown]) => number,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(change);
  const entries = Object.entries(value).filter(isKept);
  return Object.fromEntries((order ? entries.sort(order) : entries).map(([key, child]) => [key, change(child)]));
}
