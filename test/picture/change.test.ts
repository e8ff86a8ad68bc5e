import { objectKey } from '../../lib/manifest/identity';
import { changePicture } from '../../lib/picture/change';
import { graphvizLines } from '../../lib/picture/graphviz';
import { mermaidText } from '../../lib/picture/mermaid';
import type { Picture } from '../../lib/picture/picture';
import { reachChanges } from '../../lib/reach/reach-change';
import type { ReachObject } from '../../lib/reach/reach-world';
import { allow, inNamespace, pod, pods, policy } from '../reach/small-world';
import { membraneOf, PLATFORM } from './small-membrane';

function changeOf(before: readonly ReachObject[], after: readonly ReachObject[]): Picture {
  const sides = { before: membraneOf(before), after: membraneOf(after) };
  return changePicture('small', [...reachChanges(sides.before.reachability, sides.after.reachability, 'may')], sides);
}

const arrows = (picture: Picture): string[] => picture.arrows.map(({ from, to, label, kind }) => `${kind}: ${from} → ${to} ${label}`);
const without = (name: string): ReachObject[] => PLATFORM.filter(({ manifest }) => manifest.metadata.name !== name);
const from = (zoneName: string, app: string): Record<string, unknown> => ({ ...inNamespace(zoneName), ...pods(app) });
const page = (number: number): ReachObject => allow('api/api', [from('web', 'page')], [{ port: number }]);
const shortcut = policy('data/shortcut', { ...pods('db'), ingress: [{ from: [from('web', 'page')], ports: [{ port: 5432 }] }] });
const key = ({ manifest }: ReachObject): string => objectKey(manifest);
const CLOSED = PLATFORM.filter((each) => key(each) !== key(page(8080)));

describe('the picture of a change of the membrane', () => {
  test('is empty where nothing changed', () => {
    expect(changeOf(PLATFORM, PLATFORM)).toEqual({ name: 'small', outside: [], groups: [], arrows: [] });
  });

  test('has what is new, what is gone and what is on other ports, and nothing that stays', () => {
    expect(arrows(changeOf(PLATFORM, [...CLOSED, page(8081), shortcut]))).toEqual([
      'altered: web/Pod/page → api/Pod/api other ports: TCP 8080 → TCP 8081',
      'opened: web/Pod/page → data/Pod/db new: TCP 5432\ninto a store, around the API',
    ]);
    expect(arrows(changeOf(PLATFORM, CLOSED))).toEqual(['closed: web/Pod/page → api/Pod/api gone: TCP 8080']);
  });

  test('shows who is gone as what it was', () => {
    const { groups } = changeOf(PLATFORM, without('db'));

    expect(groups.flatMap(({ nodes }) => nodes).find(({ key }) => key === 'data/Pod/db')).toEqual({
      key: 'data/Pod/db',
      label: 'Pod/db',
      kind: 'store',
    });
  });

  test('has namespaces in place of what is in them where there are too many arrows to follow', () => {
    const many = Array.from({ length: 50 }, (_, at) => pod(`web/page${at}`));
    const open = policy('data/open', { ...pods('db'), ingress: [{ from: [inNamespace('web')], ports: [{ port: 5432 }] }] });
    const picture = changeOf([...PLATFORM, ...many], [...PLATFORM, ...many, open]);

    expect(arrows(picture)).toEqual(['opened: web/ → data/ new: 51 pairs\ninto a store, around the API']);
    expect(picture.groups.map(({ namespace, nodes }) => [namespace, ...nodes.map(({ label }) => label)])).toEqual([
      ['web', 'everything'],
      ['data', 'everything'],
    ]);
  });

  test('tells kinds of arrows by line, and their words by label', () => {
    const lines = [...graphvizLines(changeOf(PLATFORM, [...CLOSED, shortcut]))];

    expect(lines.filter((line) => line.includes('edge') || line.includes('->'))).toEqual([
      '  edge [class=closed, color="#57606a", fontcolor=black, penwidth=1.5, style=dashed];',
      '  "web/Pod/page" -> "api/Pod/api" [label="gone: TCP 8080"];',
      '  edge [class=opened, color="#b35900", fontcolor=black, penwidth=3, style=solid];',
      '  "web/Pod/page" -> "data/Pod/db" [label="new: TCP 5432\\ninto a store, around the API"];',
    ]);
    expect(mermaidText(changeOf(PLATFORM, CLOSED))).toContain('n_web_pod_page --x|"gone: TCP 8080"| n_api_pod_api');
  });

  test('takes addresses that change alike for one', () => {
    const clients = (...cidrs: string[]): ReachObject =>
      policy('web/clients', {
        ...pods('page'),
        ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 8080 }] }],
      });

    expect(arrows(changeOf(PLATFORM, [...PLATFORM, clients('192.0.2.0/24', '198.51.100.0/24')]))).toEqual([
      'opened: 192.0.2.0-192.0.2.255, 198.51.100.0-198.51.100.255 → web/Pod/page new: TCP 8080',
    ]);
  });
});
