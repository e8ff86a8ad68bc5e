import { TestPlatform } from '../platform';

describe('the catalogue', () => {
  const { catalogue } = new TestPlatform();

  test.each([
    [() => catalogue.component('kfm-apo'), 'there is no component "kfm-apo"; did you mean "kfm-api"?'],
    [() => catalogue.store('mysql'), 'there is no store "mysql"; known are audit, graph, objects, postgres, redis, search'],
    [() => catalogue.namespace('toString'), 'there is no namespace "toString"; known are kfm-api, kfm-pipelines, kfm-web, platform-data'],
    [() => catalogue.component('__proto__'), 'there is no component "__proto__"'],
  ])('names what it has instead of what it has not: %#', (find, message) => {
    expect(find).toThrow(`envs/catalogue.ts: ${message}`);
  });
});
