/** Other values of the same type as one, to put in its place: near ones first. None for what is no plain data. */
export function otherValues(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, Math.max(0, value - 1), value * 2].filter((other) => other !== value);
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'string') return [...new Set(otherTexts(value))];
  if (!isPlain(value)) return [];
  return [0, 1, 2].map((nth) => everyLeaf(value, nth)).filter((other) => JSON.stringify(other) !== JSON.stringify(value));
}

/** The text with one letter or digit exchanged for its neighbour, so that digests stay digests and versions versions. */
function otherTexts(text: string): string[] {
  const last = text.search(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/);
  const first = text.search(/[A-Za-z0-9]/);
  if (last < 0) return [`${text}x`];
  const withAt = (at: number, character: string): string => text.slice(0, at) + character + text.slice(at + 1);
  const [above, below] = neighbours(text[last] as string);
  const start = withAt(first, neighbours(text[first] as string)[0]);
  // Of amounts, addresses and versions it is the number that can be another one.
  return /^\d/.test(text) ? [start, withAt(last, above), withAt(last, below)] : [withAt(last, above), start, withAt(last, below)];
}

function neighbours(character: string): [string, string] {
  const code = character.charCodeAt(0);
  const [above, below] = [String.fromCharCode(code + 1), String.fromCharCode(code - 1)];
  if (/[9fFzZ]/.test(character)) return [below, String.fromCharCode(code - 2)];
  if (/[0aA]/.test(character)) return [above, String.fromCharCode(code + 2)];
  return [above, below];
}

function everyLeaf(value: unknown, nth: number): unknown {
  if (Array.isArray(value)) return value.map((item) => everyLeaf(item, nth));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, everyLeaf(item, nth)]));
  const others = otherValues(value);
  return others[nth] ?? others[0] ?? value;
}

/** Whether it is data throughout, and not too much of it. */
export function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return ['string', 'number', 'boolean'].includes(typeof value);
  if (depth > 6) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isData = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  return isData && Object.values(value).every((item) => isPlain(item, depth + 1));
}
