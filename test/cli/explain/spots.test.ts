import { transform } from 'esbuild';
import { TAP, tapped } from '../../../cli/explain/spots';

const TEXT = `
interface Props { readonly size: string }
/** Facts. */
export const facts = {
  size: 'small', // as it is
  nested: { deep: 1 },
} satisfies Props & { readonly nested: object };
export function taken({ size }: Props): string {
  return size;
}
`;

const file = { path: '/facts.ts', file: 'facts.ts', text: TEXT };

/** The exports of a text, with a tap that does as it is told. */
async function evaluated(text: string, tap: (id: number, key: string, make: () => unknown) => object): Promise<Record<string, unknown>> {
  const { code } = await transform(text, { loader: 'js', format: 'cjs' });
  const module = { exports: {} };
  new Function('module', 'exports', TAP, code)(module, module.exports, tap);
  return module.exports;
}

describe('a tapped file', () => {
  test('names each entry with its line in the source', async () => {
    const { spots } = await tapped(file, 10, () => true, transform);

    expect(spots.map(({ id, line, address, parent }) => [id, line, address.join('.'), parent])).toEqual([
      [10, 5, 'facts.size', undefined],
      [11, 6, 'facts.nested', undefined],
      [12, 6, 'facts.nested.deep', 11],
    ]);
  });

  test('is what it was as long as nothing is varied', async () => {
    const { text } = await tapped(file, 0, () => true, transform);

    const { facts, taken } = await evaluated(text, (_, key, make) => ({ [key]: make() }));

    expect(facts).toEqual({ size: 'small', nested: { deep: 1 } });
    expect(Object.keys(facts as object)).toEqual(['size', 'nested']);
    expect((taken as (props: object) => string)({ size: 'own' })).toBe('own');
  });

  test('lacks what is left out, and nothing else', async () => {
    const { text } = await tapped(file, 0, () => true, transform);

    const { facts } = await evaluated(text, (id, key, make) => (id === 2 ? {} : { [key]: make() }));

    expect(facts).toEqual({ size: 'small', nested: {} });
  });

  test('has spots for what is wanted alone', async () => {
    const { spots } = await tapped(file, 0, ({ key }) => key === 'deep', transform);

    expect(spots.map(({ address, parent }) => [address.join('.'), parent])).toEqual([['facts.nested.deep', undefined]]);
  });
});
