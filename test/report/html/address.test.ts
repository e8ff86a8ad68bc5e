import fc from 'fast-check';
import { addressOf, EVERYTHING, parseAddress, type Wanted } from '../../../cli/report/html/client/address';
import { isWanted } from '../../../cli/report/html/client/matching';

const wanted = (fields: Partial<Wanted>): Wanted => ({ ...EVERYTHING, ...fields });

describe('the address of a page', () => {
  test.each<[string, Partial<Wanted>]>([
    ['#', {}],
    ['#object-3', { at: 'object-3' }],
    ['#q=kfm+api&risk=deletion&risk=restart&owner=%40kfm%2Fweb', { query: 'kfm api', risk: ['deletion', 'restart'], owner: ['@kfm/web'] }],
    ['#environment=&at=object-3', { environment: [''], at: 'object-3' }],
  ])('%s says what is wanted', (address, fields) => {
    expect(parseAddress(address)).toEqual(wanted(fields));
    expect(addressOf(wanted(fields))).toBe(address);
  });

  test('holds whatever is searched and chosen', () => {
    const values = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.record({ query: fc.string({ unit: 'grapheme' }), environment: values, risk: values, owner: values }), (fields) => {
        expect(parseAddress(addressOf(wanted(fields)))).toEqual(wanted(fields));
      }),
    );
  });
});

describe('what is wanted', () => {
  const item = { environment: ['stage'], risk: ['restart', 'image'], owner: ['@kfm/web'], text: () => 'deployment kfm-api' };

  test.each<[boolean, Partial<Wanted>]>([
    [true, {}],
    [true, { query: 'API  deploy' }],
    [false, { query: 'api service' }],
    [true, { risk: ['image', 'deletion'] }],
    [false, { risk: ['deletion'] }],
    [true, { environment: ['stage'], risk: ['image'], owner: ['@kfm/web'], query: 'kfm' }],
    [false, { environment: ['prod'], risk: ['image'] }],
  ])('is %s of %j', (expected, fields) => {
    expect(isWanted(item, wanted(fields))).toBe(expected);
  });

  test('leaves out a choice whose options are counted', () => {
    expect(isWanted(item, wanted({ risk: ['deletion'] }), 'risk')).toBe(true);
  });
});
