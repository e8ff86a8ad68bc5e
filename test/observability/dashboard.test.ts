import fc from 'fast-check';
import { dashboard, GRID_COLUMNS } from '../../lib/observability/dashboard';
import type { Panel } from '../../lib/observability/panel';

interface Graph {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly refId: string }[];
}

const panel: fc.Arbitrary<Panel> = fc.record({
  title: fc.string(),
  unit: fc.constantFrom('s', 'bytes', 'short'),
  expressions: fc.array(fc.record({ expression: fc.string(), legend: fc.string() }), { maxLength: 40, size: 'max' }),
});

function graphs(panels: readonly Panel[]): readonly Graph[] {
  return dashboard('kfm-api', panels)['panels'] as readonly Graph[];
}

function overlap({ gridPos: a }: Graph, { gridPos: b }: Graph): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe('a dashboard', () => {
  test('shows every panel, in order, under an id of its own', () => {
    fc.assert(
      fc.property(fc.array(panel, { maxLength: 30 }), (panels) => {
        const found = graphs(panels);

        expect(found.map(({ title }) => title)).toEqual(panels.map(({ title }) => title));
        expect(new Set(found.map(({ id }) => id)).size).toBe(panels.length);
        for (const { targets } of found) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      }),
      { numRuns: 50 },
    );
  });

  test('lays panels out within the grid, none over another', () => {
    fc.assert(
      fc.property(fc.array(panel, { maxLength: 30 }), (panels) => {
        const found = graphs(panels);

        for (const { gridPos } of found) expect(gridPos.x >= 0 && gridPos.x + gridPos.w <= GRID_COLUMNS).toBe(true);
        expect(found.filter((one, index) => found.slice(index + 1).some((other) => overlap(one, other)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('is read in any environment, in UTC, every minute anew', () => {
    expect(
      dashboard('kfm-api', [{ title: 'Errors', unit: 'percentunit', expressions: [{ expression: 'up', legend: '{{pod}}' }] }]),
    ).toMatchInlineSnapshot(`
{
  "editable": false,
  "graphTooltip": 1,
  "panels": [
    {
      "datasource": {
        "type": "prometheus",
        "uid": "\${datasource}",
      },
      "fieldConfig": {
        "defaults": {
          "min": 0,
          "unit": "percentunit",
        },
        "overrides": [],
      },
      "gridPos": {
        "h": 8,
        "w": 12,
        "x": 0,
        "y": 0,
      },
      "id": 1,
      "options": {
        "legend": {
          "displayMode": "list",
          "placement": "bottom",
          "showLegend": true,
        },
        "tooltip": {
          "mode": "multi",
          "sort": "desc",
        },
      },
      "targets": [
        {
          "datasource": {
            "type": "prometheus",
            "uid": "\${datasource}",
          },
          "expr": "up",
          "legendFormat": "{{pod}}",
          "range": true,
          "refId": "Q1",
        },
      ],
      "title": "Errors",
      "type": "timeseries",
    },
  ],
  "refresh": "1m",
  "schemaVersion": 41,
  "tags": [
    "desired-state",
  ],
  "templating": {
    "list": [
      {
        "label": "Data source",
        "name": "datasource",
        "query": "prometheus",
        "refresh": 1,
        "type": "datasource",
      },
    ],
  },
  "time": {
    "from": "now-6h",
    "to": "now",
  },
  "timezone": "utc",
  "title": "kfm-api",
  "uid": "kfm-api",
}
`);
  });
});
