import { connectionPicture, membranePicture, wholePicture } from '../../lib/picture/drawing';
import { graphvizLines } from '../../lib/picture/graphviz';
import type { Membrane } from '../../lib/picture/membrane';
import { mermaidText } from '../../lib/picture/mermaid';
import type { Picture } from '../../lib/picture/picture';
import { type Connection, connections } from '../../lib/reach/connection';
import { deny, inNamespace, pod, policy } from '../reach/small-world';
import { membraneOf, PLATFORM } from './small-membrane';

const dot = (picture: Picture): string => [...graphvizLines(picture)].join('\n');
const arrows = (picture: Picture): string[] => picture.arrows.map(({ from, to, label, kind }) => `${kind}: ${from} → ${to} ${label}`);
const all = ({ reachability }: Membrane): Iterable<Connection> => connections(reachability, 'may');

describe('the picture of the membrane', () => {
  test('has the ways in, the pods of charts and who reaches stores, and leaves out metrics', () => {
    expect(arrows(membranePicture('small', membraneOf(PLATFORM)))).toEqual([
      'plain: data/CronJob/backup → data/Pod/db TCP 5432',
      'plain: web/Pod/page → api/Pod/api TCP 8080',
      'plain: 192.0.2.0-192.0.2.255, 198.51.100.0-198.51.100.255 → edge/not seen here: proxy TCP 8443',
      'plain: edge/not seen here: proxy → web/Pod/page TCP 8080',
      'door: outside → edge/Gateway/front Gateway',
      'door: edge/Gateway/front → web/Pod/page TCP 8080',
      'governed: api/Pod/api → data/Pod/db TCP 5432',
    ]);
  });

  test('is written for Mermaid', () => {
    expect(mermaidText(membranePicture('small', membraneOf(PLATFORM)))).toMatchInlineSnapshot(`
"flowchart LR
  n_192_0_2_0_192_0_2_255_198_51_100_0_198_51_100_255(["192.0.2.0-192.0.2.255<br/>198.51.100.0-198.51.100.255"])
  n_outside(["outside"])
  subgraph in_n_edge["edge"]
    n_edge_not_seen_here_proxy[/"not seen here: proxy"/]
    n_edge_gateway_front{{"Gateway/front"}}
  end
  subgraph in_n_web["web"]
    n_web_pod_page["Pod/page"]
  end
  subgraph in_n_api["api"]
    n_api_pod_api["Pod/api"]
  end
  subgraph in_n_data["data"]
    n_data_cronjob_backup["CronJob/backup"]
    n_data_pod_db[("Pod/db")]
  end
  n_data_cronjob_backup -->|"TCP 5432"| n_data_pod_db
  n_web_pod_page -->|"TCP 8080"| n_api_pod_api
  n_192_0_2_0_192_0_2_255_198_51_100_0_198_51_100_255 -->|"TCP 8443"| n_edge_not_seen_here_proxy
  n_edge_not_seen_here_proxy -->|"TCP 8080"| n_web_pod_page
  n_outside -.->|"Gateway"| n_edge_gateway_front
  n_edge_gateway_front -.->|"TCP 8080"| n_web_pod_page
  n_api_pod_api ==>|"TCP 5432"| n_data_pod_db"
`);
  });

  test('is written for Graphviz', () => {
    expect(dot(membranePicture('small', membraneOf(PLATFORM)))).toMatchInlineSnapshot(`
"digraph "small" {
  rankdir=LR;
  node [shape=box];
  subgraph "cluster_edge" {
    label="edge";
    node [class=unseen, shape=box, style=dashed];
    "edge/not seen here: proxy" [label="not seen here: proxy"];
    node [class=door, shape=hexagon, style=solid];
    "edge/Gateway/front" [label="Gateway/front"];
  }
  subgraph "cluster_web" {
    label="web";
    "web/Pod/page" [label="Pod/page"];
  }
  subgraph "cluster_api" {
    label="api";
    "api/Pod/api" [label="Pod/api"];
  }
  subgraph "cluster_data" {
    label="data";
    "data/CronJob/backup" [label="CronJob/backup"];
    node [class=store, shape=cylinder, style=solid];
    "data/Pod/db" [label="Pod/db"];
  }
  node [class=outside, shape=oval, style=solid];
  "192.0.2.0-192.0.2.255, 198.51.100.0-198.51.100.255" [label="192.0.2.0-192.0.2.255\\n198.51.100.0-198.51.100.255"];
  "outside";
  "data/CronJob/backup" -> "data/Pod/db" [label="TCP 5432"];
  "web/Pod/page" -> "api/Pod/api" [label="TCP 8080"];
  "192.0.2.0-192.0.2.255, 198.51.100.0-198.51.100.255" -> "edge/not seen here: proxy" [label="TCP 8443"];
  "edge/not seen here: proxy" -> "web/Pod/page" [label="TCP 8080"];
  edge [class=door, color=black, fontcolor=black, penwidth=1, style=dashed];
  "outside" -> "edge/Gateway/front" [label="Gateway"];
  "edge/Gateway/front" -> "web/Pod/page" [label="TCP 8080"];
  edge [class=governed, color="#1a7f37", fontcolor=black, penwidth=2, style=solid];
  "api/Pod/api" -> "data/Pod/db" [label="TCP 5432"];
}"
`);
  });

  test('shows in red what goes around the API, from inside and from outside', () => {
    const peers = [inNamespace('web'), { ipBlock: { cidr: '203.0.113.0/24' } }];
    const hole = policy('data/hole', { podSelector: {}, ingress: [{ from: peers, ports: [{ port: 5432 }] }] });

    const picture = membranePicture('small', membraneOf([...PLATFORM, hole]));

    expect(arrows(picture).filter((arrow) => arrow.startsWith('ungoverned'))).toEqual([
      'ungoverned: 203.0.113.0-203.0.113.255 → data/CronJob/backup TCP 5432',
      'ungoverned: 203.0.113.0-203.0.113.255 → data/Pod/db TCP 5432',
      'ungoverned: web/Pod/page → data/CronJob/backup TCP 5432',
      'ungoverned: web/Pod/page → data/Pod/db TCP 5432',
    ]);
    expect(mermaidText(picture)).toMatchInlineSnapshot(`
"flowchart LR
  n_192_0_2_0_192_0_2_255_198_51_100_0_198_51_100_255(["192.0.2.0-192.0.2.255<br/>198.51.100.0-198.51.100.255"])
  n_203_0_113_0_203_0_113_255(["203.0.113.0-203.0.113.255"])
  n_outside(["outside"])
  subgraph in_n_edge["edge"]
    n_edge_not_seen_here_proxy[/"not seen here: proxy"/]
    n_edge_gateway_front{{"Gateway/front"}}
  end
  subgraph in_n_web["web"]
    n_web_pod_page["Pod/page"]
  end
  subgraph in_n_api["api"]
    n_api_pod_api["Pod/api"]
  end
  subgraph in_n_data["data"]
    n_data_cronjob_backup["CronJob/backup"]
    n_data_pod_db[("Pod/db")]
  end
  n_data_cronjob_backup -->|"TCP 5432"| n_data_pod_db
  n_web_pod_page -->|"TCP 8080"| n_api_pod_api
  n_192_0_2_0_192_0_2_255_198_51_100_0_198_51_100_255 -->|"TCP 8443"| n_edge_not_seen_here_proxy
  n_edge_not_seen_here_proxy -->|"TCP 8080"| n_web_pod_page
  n_outside -.->|"Gateway"| n_edge_gateway_front
  n_edge_gateway_front -.->|"TCP 8080"| n_web_pod_page
  n_api_pod_api ==>|"TCP 5432"| n_data_pod_db
  n_203_0_113_0_203_0_113_255 --x|"TCP 5432"| n_data_cronjob_backup
  n_203_0_113_0_203_0_113_255 --x|"TCP 5432"| n_data_pod_db
  n_web_pod_page --x|"TCP 5432"| n_data_cronjob_backup
  n_web_pod_page --x|"TCP 5432"| n_data_pod_db
  linkStyle 7,8,9,10 stroke:#cf222e,color:#cf222e"
`);
  });
});

describe('the picture of connections', () => {
  const closed = [...['a', 'b'].map((name) => deny(name, 'Ingress', 'Egress')), pod('a/web'), pod('b/db')];

  test('has those connections and no more, and workloads without any', () => {
    const membrane = membraneOf(closed);

    expect(dot(connectionPicture('two', membrane, all(membrane), membrane.reachability.workloads.keys()))).toMatchInlineSnapshot(`
"digraph "two" {
  rankdir=LR;
  node [shape=box];
  subgraph "cluster_a" {
    label="a";
    "a/Pod/web" [label="Pod/web"];
  }
  subgraph "cluster_b" {
    label="b";
    "b/Pod/db" [label="Pod/db"];
  }
}"
`);
  });

  test('takes addresses as one that connect alike', () => {
    const peers = ['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/128'].map((cidr) => ({
      ipBlock: { cidr },
    }));
    const open = [
      policy('a/web', { podSelector: {}, ingress: [{ from: peers }] }),
      policy('b/db', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }] }] }),
    ];
    const membrane = membraneOf([...closed, ...open]);

    const picture = wholePicture('two', membrane, all(membrane), []);

    const some =
      '10.0.0.0-10.255.255.255, 192.0.2.0-192.0.2.255, 198.51.100.0-198.51.100.255, 203.0.113.0-203.0.113.255, 2001:db8::-2001:db8::';
    expect(arrows(picture)).toEqual(['plain: any address outside → b/Pod/db All', `plain: ${some} → a/Pod/web All`]);
    expect(picture.outside.map(({ label }) => label)).toEqual([
      '10.0.0.0-10.255.255.255\n192.0.2.0-192.0.2.255\n198.51.100.0-198.51.100.255\nand 2 more',
      'any address outside',
    ]);
  });
});
