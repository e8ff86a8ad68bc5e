import { instance } from '@viz-js/viz';
import type { Graph } from '../../lib/graph/graph';
import { dependencyLines, dependencyMermaid } from '../../lib/graph/graph-drawing';
import { at, graphOf, part, store, zone } from './small-graph';

const SMALL = graphOf(
  zone('kfm'),
  zone('data'),
  part('ui', { told: { API_URL: 'http://api.kfm.svc' } }),
  part('api', { told: { POSTGRES_HOST: 'postgres.data.svc', UI: 'http://ui.kfm.svc' } }),
  store('postgres', { told: { BUCKET: 'https://s3.example.com' } }),
  at('workloads/ui', 'networking.k8s.io/v1', 'Ingress', 'kfm/ui', { spec: { rules: [{ host: 'dev.example.org' }] } }),
);

test('Mermaid has namespaces as frames with their team, and circles in red', () => {
  expect(dependencyMermaid(SMALL)).toMatchInlineSnapshot(`
"flowchart LR
  subgraph in_n_data["data, team services"]
    n_store_postgres[("postgres")]
  end
  subgraph in_n_kfm["kfm, team services"]
    n_component_api["api"]
    n_component_ui["ui"]
  end
  n_host_dev_example_org{{"dev.example.org"}}
  n_provider_s3_example_com(["s3.example.com"])
  n_component_ui -.->|"exposes"| n_host_dev_example_org
  n_component_api ==>|"uses"| n_store_postgres
  n_component_api -->|"calls"| n_component_ui
  n_component_ui -->|"calls"| n_component_api
  n_store_postgres -->|"calls"| n_provider_s3_example_com
  linkStyle 2,3 stroke:#cf222e,color:#cf222e"
`);
});

test('Graphviz is told the same, each arrow with its kind', () => {
  expect([...dependencyLines(SMALL)].filter((line) => line.includes('->'))).toMatchInlineSnapshot(`
[
  "  "component/ui" -> "host/dev.example.org" [label="exposes", class="exposes", color=black, fontcolor=black, penwidth=1, style=dashed];",
  "  "component/api" -> "store/postgres" [label="uses", class="uses", color="#1a7f37", fontcolor=black, penwidth=2, style=solid];",
  "  "component/api" -> "component/ui" [label="calls", class="circle", color="#cf222e", fontcolor="#cf222e", penwidth=3, style=solid];",
  "  "component/ui" -> "component/api" [label="calls", class="circle", color="#cf222e", fontcolor="#cf222e", penwidth=3, style=solid];",
  "  "store/postgres" -> "provider/s3.example.com" [label="calls", class="calls", color=black, fontcolor=black, penwidth=1, style=solid];",
]
`);
});

test('names stand as they are, whatever signs they have', async () => {
  const name = 'a"]; b -> c [label="x\\" <script>&#x;\n%%{init}%%';
  const hostile: Graph = {
    environment: name,
    nodes: [
      { id: `component/${name}`, kind: 'component', name },
      { id: `store/${name}`, kind: 'store', name },
    ],
    edges: [{ kind: 'uses', from: `component/${name}`, to: `store/${name}`, because: [name] }],
    findings: [],
  };

  const drawn = JSON.parse((await instance()).renderString([...dependencyLines(hostile)].join('\n'), { format: 'json' }));
  expect(drawn.objects).toHaveLength(2);
  expect(drawn.edges).toHaveLength(1);
  expect(dependencyMermaid(hostile).split('\n')).toHaveLength(4);
  expect(dependencyMermaid(hostile)).not.toMatch(/[<>&"]script|%%/);
});
