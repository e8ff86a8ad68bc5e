import type { Construct } from 'constructs';
import { KubeObject } from '../construct/kube-object';
import type { Labels } from '../manifest/manifest';
import { MONITORING_NAMESPACE } from './monitoring';
import type { Panel } from './panel';

export interface DashboardProps {
  /** Name of the component; also the `uid`, so that its address never changes. */
  readonly component: string;
  readonly labels: Labels;
  readonly panels: readonly Panel[];
}

/** A dashboard in a ConfigMap, where Grafana's sidecar finds it by its label: nobody edits it in Grafana (requirement C9). */
export class Dashboard extends KubeObject {
  constructor(scope: Construct, id: string, { component, labels, panels }: DashboardProps) {
    super(scope, id, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `dashboard-${component}`, namespace: MONITORING_NAMESPACE, labels: { ...labels, grafana_dashboard: '1' } },
      data: { [`${component}.json`]: `${JSON.stringify(dashboard(component, panels), null, 2)}\n` },
    });
  }
}

/** Columns of Grafana's grid. */
export const GRID_COLUMNS = 24;
const PANEL_WIDTH = 12;
const PANEL_HEIGHT = 8;

/** Version of the dashboard's JSON; newer Grafanas upgrade it as they read it. */
const SCHEMA_VERSION = 41;

/** The reader chooses the data source, so that one dashboard serves every environment. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's variable, not ours
const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

/** A dashboard as Grafana reads it: two panels side by side, in their order. */
export function dashboard(component: string, panels: readonly Panel[]): Readonly<Record<string, unknown>> {
  return {
    uid: component,
    title: component,
    tags: ['desired-state'],
    editable: false,
    graphTooltip: 1,
    refresh: '1m',
    schemaVersion: SCHEMA_VERSION,
    time: { from: 'now-6h', to: 'now' },
    timezone: 'utc',
    templating: { list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', refresh: 1 }] },
    panels: panels.map(graph),
  };
}

function graph({ title, unit, expressions }: Panel, index: number): Readonly<Record<string, unknown>> {
  const perRow = GRID_COLUMNS / PANEL_WIDTH;
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    datasource: DATA_SOURCE,
    gridPos: { x: (index % perRow) * PANEL_WIDTH, y: Math.floor(index / perRow) * PANEL_HEIGHT, w: PANEL_WIDTH, h: PANEL_HEIGHT },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: expressions.map(({ expression, legend }, position) => ({
      refId: `Q${position + 1}`,
      datasource: DATA_SOURCE,
      expr: expression,
      legendFormat: legend,
      range: true,
    })),
  };
}
