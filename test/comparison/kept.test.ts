import { compare } from '../../lib/comparison/comparison';
import type { Side } from '../../lib/comparison/side';
import { configuration, deployment, laid, object, side, type World } from './worlds';

const held = laid(configuration({ base: 'old', extra: 'by hand' }));
const now = laid(configuration({ base: 'new', extra: 'by hand' }));
const dev = side('dev', { objects: [laid(configuration({ base: 'new' }))] });

/** Stage with bytes that it keeps, and with those that its class renders. */
function keeping(world: World): Side {
  return side('stage', { behind: new Set(['kfm-api']), ...world });
}

describe('a component that waits for its promotion', () => {
  test('keeps what its promotion would even out, and no more', () => {
    const { declared, undeclared, kept } = compare(dev, keeping({ objects: [held], rendered: [now] }));

    expect(declared).toEqual([]);
    expect(undeclared).toMatchObject([{ field: 'data.extra', after: 'by hand' }]);
    expect(kept).toMatchObject([
      { component: 'kfm-api', environment: 'stage', differences: [{ field: 'data.base', before: 'old', after: 'new' }] },
    ]);
  });

  test('keeps nothing of others', () => {
    const { undeclared, kept } = compare(dev, keeping({ objects: [held], rendered: [now], behind: new Set(['tiles']) }));

    expect(undeclared.map(({ field }) => field)).toEqual(['data.base', 'data.extra']);
    expect(kept).toEqual([]);
  });

  test('keeps nothing that makes no difference between the two', () => {
    const { undeclared, declared, kept } = compare(
      side('dev', { objects: [laid(configuration({ base: 'old' }))] }),
      keeping({ objects: [laid(configuration({ base: 'old' }))], rendered: [laid(configuration({ base: 'new' }))] }),
    );

    expect({ undeclared, declared, kept }).toEqual({ undeclared: [], declared: [], kept: [] });
  });

  test('is told of both environments where both keep', () => {
    const both = (name: string, base: string): Side =>
      side(name, {
        behind: new Set(['kfm-api']),
        objects: [laid(configuration({ base }))],
        rendered: [laid(configuration({ base: 'new' }))],
      });

    const { kept } = compare(both('stage', 'old'), both('prod', 'older'));

    expect(kept.map(({ environment, differences }) => [environment, differences[0]?.before])).toEqual([
      ['stage', 'old'],
      ['prod', 'older'],
    ]);
  });

  test.each<[string, World, World]>([
    [
      'a value that a trait would declare',
      { traits: { size: 'small' }, objects: [laid(configuration({ a: 'shared_buffers = 128MB' }), 'postgres')] },
      {
        traits: { size: 'medium' },
        objects: [laid(configuration({ a: 'shared_buffers = 512MB' }), 'postgres')],
        rendered: [laid(configuration({ a: 'shared_buffers = 128MB' }), 'postgres')],
        behind: new Set(['postgres']),
      },
    ],
    [
      'an object of a component that the other class does not have',
      {},
      { components: { 'kfm-api': {} }, objects: [deployment(), configuration({})], rendered: [laid(deployment())] },
    ],
    ['an object that its class no longer renders', {}, { objects: [object('v1', 'Service', 'x')], rendered: [] }],
  ])('keeps, whatever would declare it: %s', (_, a, b) => {
    const { kept } = compare(side('dev', a), keeping(b));

    expect(kept).toMatchObject([{ environment: 'stage', differences: [{}] }]);
  });
});
