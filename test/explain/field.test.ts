import { fieldText, nearestField, parseField, placeIn } from '../../lib/explain/field';

const DEPLOYMENT = {
  kind: 'Deployment',
  metadata: { name: 'api', labels: { 'app.kubernetes.io/name': 'api' } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'api', image: 'one', args: ['serve'] },
          { name: 'proxy', image: 'two', ports: [{ containerPort: 80 }] },
        ],
      },
    },
  },
};

describe('a field as people write it', () => {
  test.each([
    ['spec.replicas', ['spec', 'replicas']],
    ['spec.containers[0].image', ['spec', 'containers', 0, 'image']],
    ['spec.containers[kfm-api].image', ['spec', 'containers', 'kfm-api', 'image']],
    ['metadata.labels["app.kubernetes.io/name"]', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['metadata.labels[app.kubernetes.io/name]', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['data["a\\"b"]', ['data', 'a"b']],
    ['spec.containers[name=kfm-api].image', ['spec', 'containers', 'kfm-api', 'image']],
  ])('%s is read step by step', (text, steps) => {
    expect(parseField(text)).toEqual(steps);
  });

  test.each(['', '.spec', 'spec.', 'spec..replicas', 'spec[', 'spec[]', 'spec]', 'data["a]', 'data["\\q"]'])(
    '"%s" is told to be none',
    (text) => {
      expect(parseField(text)).toEqual({ problem: expect.stringMatching(/^(?:is empty|cannot be read from )/) });
    },
  );
});

describe('the place of a field', () => {
  test('is told by the names of items, wherever they stand', () => {
    expect(placeIn(DEPLOYMENT, ['spec', 'template', 'spec', 'containers', 1, 'image'])).toEqual({
      steps: ['spec', 'template', 'spec', 'containers', 'proxy', 'image'],
      value: 'two',
      found: 6,
    });
  });

  test('keeps the index of an item that has no name of its own', () => {
    const steps = ['spec', 'template', 'spec', 'containers', 'proxy', 'ports', 0, 'containerPort'];

    expect(placeIn(DEPLOYMENT, steps)).toEqual({ steps, value: 80, found: 8 });
    expect(placeIn({ list: [{ name: 'a' }, { name: 'a' }] }, ['list', 1])).toMatchObject({ steps: ['list', 1] });
  });

  test('says how far it goes, and which items there are', () => {
    expect(placeIn(DEPLOYMENT, ['spec', 'strategy', 'type'])).toEqual({
      steps: ['spec', 'strategy', 'type'],
      value: undefined,
      found: 1,
    });
    expect(placeIn(DEPLOYMENT, ['spec', 'template', 'spec', 'containers', 'other', 'image'])).toMatchObject({
      found: 4,
      items: ['api', 'proxy'],
    });
  });

  test('takes no key that every object inherits', () => {
    expect(placeIn(DEPLOYMENT, ['constructor']).found).toBe(0);
  });

  test('can be written again', () => {
    expect(fieldText(DEPLOYMENT, ['spec', 'template', 'spec', 'containers', 'proxy', 'image'])).toBe(
      'spec.template.spec.containers[proxy].image',
    );
    expect(fieldText(DEPLOYMENT, ['metadata', 'labels', 'app.kubernetes.io/name'])).toBe('metadata.labels["app.kubernetes.io/name"]');
  });
});

describe('the field that was probably meant', () => {
  test.each([
    [['image'], 'spec.template.spec.containers[api].image'],
    [['spec', 'replcas'], 'spec.replicas'],
    [['nothing', 'of', 'the', 'kind'], undefined],
  ])('of %j is %s', (steps, meant) => {
    expect(nearestField(DEPLOYMENT, steps)).toBe(meant);
  });
});
