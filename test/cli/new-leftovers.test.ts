import { type Leftover, leftovers } from '../../cli/scaffold/leftovers';

const MODEL = {
  words: ['dev', 'Dev', 'kfm-dev', 'dev.kfm.example.org', '10.42.0.0/16', 'kfm-dev-backup', 'alerts'],
  verbatim: [`AgB8jx6peUXD${'o'.repeat(32)}`],
  others: ['open /dev/null\nhelm.vector.dev and cluster dev: shared\nimage: https://helm.vector.dev'],
};

function leftIn(text: string, path = 'dist/qa/a.yaml'): string[] {
  const found: Leftover[] = leftovers(MODEL, {
    words: ['dev-2', 'Dev2', 'dev-2.kfm.example.org', 'alerts-dev-2'],
    files: new Map([[path, text]]),
  });
  return found.map(({ path: where, line, what }) => `${where}:${line} ${what}`);
}

describe('what is left of a model', () => {
  test.each([
    ['its name', 'a: 1\nenvironment: dev', 'dist/qa/a.yaml:2 dev'],
    ['its name in a longer word', 'path: dist/dev/workloads', 'dist/qa/a.yaml:1 dist/dev/workloads'],
    ['its class', 'class Dev extends', 'dist/qa/a.yaml:1 Dev'],
    ['its cluster', 'cluster: "kfm-dev"', 'dist/qa/a.yaml:1 kfm-dev'],
    ['a host of its domain', 'host: api.dev.kfm.example.org', 'dist/qa/a.yaml:1 api.dev.kfm.example.org'],
    ['an address range', '- cidr: 10.42.0.0/16', 'dist/qa/a.yaml:1 10.42.0.0/16'],
    ['a channel', 'slack:alerts', 'dist/qa/a.yaml:1 slack:alerts'],
    ['ciphertext', `key: ${MODEL.verbatim[0]}==`, 'dist/qa/a.yaml:1 AgB8jx6peUXD…'],
    ['its name at the end of a sentence', 'it was made from dev.', 'dist/qa/a.yaml:1 dev'],
    ['its name beside the own name', 'from dev to dev-2', 'dist/qa/a.yaml:1 dev'],
    ['its name beside what others have as well', 'open /dev/null in dev', 'dist/qa/a.yaml:1 dev'],
  ])('is %s', (_, text, expected) => {
    expect(leftIn(text)).toEqual([expected]);
  });

  test('is its name in a path', () => {
    expect(leftIn('', 'dist/qa/kfm-dev.yaml')).toEqual(['dist/qa/kfm-dev.yaml:0 dist/qa/kfm-dev.yaml']);
  });

  test.each([
    ['its own names, though the model begins them', 'dev-2 Dev2 api.dev-2.kfm.example.org alerts-dev-2 clusters["dev-2"]'],
    ['words that only contain the name', 'device develop Developer'],
    ['what other environments have as well', '  open /dev/null'],
    ['longer words that other environments have in other lines', 'repository: https://helm.vector.dev # chart'],
    ['a line that other environments have word by word', '  helm.vector.dev and cluster dev: shared'],
  ])('is not %s', (_, text) => {
    expect(leftIn(text)).toEqual([]);
  });

  test('is nothing where the model has no words at all', () => {
    expect(leftovers({ words: [], verbatim: [], others: [] }, { words: [], files: new Map([['a', 'dev']]) })).toEqual([]);
  });
});
