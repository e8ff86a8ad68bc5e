/** JSON that tells values apart: it writes null for the numbers that it has no word for, which YAML can hold (`.nan`, `.inf`). */
export function exactJson(value: unknown): string {
  const text = String(JSON.stringify(value));
  if (!text.includes('null')) return text;
  const nulls: unknown[] = [];
  JSON.stringify(value, (_, item: unknown) => {
    if (item === null || (typeof item === 'number' && !Number.isFinite(item))) nulls.push(item);
    return item;
  });
  return `${text} ${nulls.join(' ')}`;
}
