import { parse } from 'yaml';
import { LogRouting } from '../../lib/observability/log-routing';
import { REDACTIONS } from '../../lib/observability/redaction';
import { FakePlatform, find } from './fake-platform';

interface Step {
  readonly type: string;
  readonly inputs?: readonly string[];
  readonly source?: string;
  readonly route?: Readonly<Record<string, string>>;
  readonly reroute_dropped?: boolean;
  readonly reroute_unmatched?: boolean;
  readonly drop_on_error?: boolean;
  readonly endpoint?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly buffer?: { readonly when_full: string };
}

type Steps = Readonly<Record<string, Step>>;

const platform = new FakePlatform();
new LogRouting(platform, { endpoint: 'https://logs.example.org', ranges: [] });
const configMap = find(platform.manifests(), 'ConfigMap', 'log-routing');
const text = (configMap['data'] as Record<string, string>)['vector.yaml'] as string;
const { sources, transforms, sinks } = parse(text) as { sources: Steps; transforms: Steps; sinks: Steps };
const consumers = [...Object.values(transforms), ...Object.values(sinks)];

/** Everything that a step gives to the next ones. */
const outputs = [
  ...Object.keys(sources),
  ...Object.entries(transforms).flatMap(([name, { type, route = {}, reroute_dropped, reroute_unmatched }]) => [
    ...(type === 'route' ? Object.keys(route).map((each) => `${name}.${each}`) : [name]),
    ...(reroute_dropped ? [`${name}.dropped`] : []),
    ...(reroute_unmatched ? [`${name}._unmatched`] : []),
  ]),
];

describe('log routing', () => {
  test('is a ConfigMap of Vector in its namespace, in the folder of observability', () => {
    expect(configMap.metadata.namespace).toBe('logging');
    expect(platform.units.map(({ props }) => [props.folder, props.component, props.project])).toEqual([
      ['observability', 'observability', 'platform'],
    ]);
  });

  test('loses nothing between its steps: what a step gives, another takes', () => {
    const taken = consumers.flatMap(({ inputs = [] }) => inputs);

    expect([...taken].sort()).toEqual([...outputs].sort());
  });

  test('lets nothing pass that the redaction failed on', () => {
    expect(transforms['redact']).toMatchObject({ inputs: ['containers'], drop_on_error: true, reroute_dropped: true });
    expect(transforms['withhold']?.source).toContain('.message = "withheld');
    expect(transforms['withhold']?.source).not.toMatch(/parse_|get!|\?\?/);
  });

  test('redacts with every pattern, before anything else looks at the line', () => {
    const lines = transforms['redact']?.source?.split('\n') ?? [];
    const patterns = lines.flatMap((line) => /^text = replace\(text, r'\(\?i\)(.*)', "/.exec(line)?.[1] ?? []);

    expect(patterns).toEqual(REDACTIONS.map(({ pattern }) => pattern));
    expect(lines.slice(1, REDACTIONS.length + 1).every((line) => line.startsWith('text = replace('))).toBe(true);
    expect(lines[REDACTIONS.length + 1]).toBe('fields, problem = parse_json(text)');
  });

  test('keeps the audit trail of the API and the stores apart', () => {
    expect(transforms['split']?.route).toEqual({ audit: '(.tier == "api" || .tier == "store") && .fields.audit == true' });
    expect(sinks['audit']?.labels).toMatchObject({ stream: 'audit', team: '{{ team }}', data_class: '{{ data_class }}' });
  });

  test('sends everything to Loki and waits for it', () => {
    const loki = Object.values(sinks).filter(({ type }) => type === 'loki');

    expect(loki).toHaveLength(2);
    for (const { endpoint, buffer } of loki) {
      expect(endpoint).toBe('https://logs.example.org');
      expect(buffer?.when_full).toBe('block');
    }
  });

  test('sets in every line what the labels of Loki name', () => {
    const named = Object.values(sinks).flatMap(({ labels = {} }) =>
      Object.values(labels).flatMap((label) => /\{\{ (\w+) \}\}/.exec(label)?.[1] ?? []),
    );

    expect(named.length).toBeGreaterThan(0);
    for (const program of [transforms['redact']?.source, transforms['withhold']?.source])
      for (const field of named) expect(program).toContain(`.${field} = `);
  });

  test('has no variables and no credentials', () => {
    expect(text).not.toContain('$');
    expect(text).not.toMatch(/^\s*(auth|password|token|tenant_id):/m);
  });
});
