import { classNameOf, keyOf, memberOf, wrapped } from './formatting';

/** Kinds of components, as the rooms of lib/workload have them. */
export const KINDS = ['web', 'api', 'worker', 'cron', 'job'] as const;

export type Kind = (typeof KINDS)[number];

/** What differs between the kinds. */
interface Shape {
  /** Tier of the namespaces that it belongs into. */
  readonly tier: 'frontend' | 'api' | 'pipeline';
  readonly says: string;
  readonly props: string;
  readonly own: readonly string[];
  readonly imports: Readonly<Record<string, string>>;
  readonly workload: (name: string) => readonly string[];
  readonly watchedAs?: 'server' | 'worker';
  readonly callsApi: boolean;
}

const API = { "'../tenancy/network-edge'": '{ NetworkEdge }', "'./frontend'": 'type { ApiClientProps }' };

const RESOURCES = "props.resources ?? { cpu: '50m', cpuLimit: '250m', memory: '128Mi' }";

function server(Class: string, variables: string): string[] {
  return [
    `new ${Class}(this, {`,
    '  image: imageReference(entry.image, props.release),',
    '  scale: replicas,',
    `  resources: ${RESOURCES},`,
    '  placement,',
    ...(Class === 'Worker' ? [] : ['  host,', "  health: { live: '/healthz', ready: '/readyz' },"]),
    `  variables: variablesOf<string>(props, ${variables}, this.node.path),`,
    '});',
  ];
}

function program(Class: string, name: string, settings: readonly string[]): string[] {
  return [
    `new ${Class}(this.runtime, '${Class}', {`,
    '  part: this,',
    '  platform: scope,',
    '  placement,',
    ...settings,
    '  container: {',
    `    name: '${name}',`,
    '    image: imageReference(entry.image, props.release),',
    `    resources: ${RESOURCES},`,
    '    variables: variablesOf<string>(props, { KFM_API_URL: api.url }, this.node.path),',
    '  },',
    '});',
  ];
}

const URL = '{ KFM_API_URL: api.url }';

const SHAPES: Readonly<Record<Kind, Shape>> = {
  web: {
    tier: 'frontend',
    says: 'A web server that works through the governed API and reaches nothing else.',
    props: 'ExposedOverrides & ApiClientProps',
    own: ['api', 'replicas', 'placement', 'host'],
    imports: { ...API, "'../workload/web'": '{ Web }', "'./overrides'": '{ type ExposedOverrides, variablesOf }' },
    workload: () => server('Web', URL),
    watchedAs: 'server',
    callsApi: true,
  },
  api: {
    tier: 'api',
    says: 'An API beside the governed one. It reaches nothing: a store admits it once stores in envs/catalogue.ts name it as a caller.',
    props: 'ExposedOverrides',
    own: ['replicas', 'placement', 'host'],
    imports: { "'../workload/api'": '{ Api }', "'./overrides'": '{ type ExposedOverrides, variablesOf }' },
    workload: () => server('Api', '{}'),
    watchedAs: 'server',
    callsApi: false,
  },
  worker: {
    tier: 'pipeline',
    says: 'A worker that takes its work from the governed API and reaches nothing else.',
    props: 'Overrides & ApiClientProps',
    own: ['api', 'replicas', 'placement'],
    imports: { ...API, "'../workload/worker'": '{ Worker }', "'./overrides'": '{ type Overrides, variablesOf }' },
    workload: () => server('Worker', URL),
    watchedAs: 'worker',
    callsApi: true,
  },
  cron: {
    tier: 'pipeline',
    says: 'A program that runs once a night, works through the governed API and reaches nothing else.',
    props: "Omit<Overrides, 'replicas'> & ApiClientProps",
    own: ['api', 'placement'],
    imports: { ...API, "'../workload/cron'": '{ Cron }', "'./overrides'": '{ type Overrides, variablesOf }' },
    workload: (name) => program('Cron', name, ["  schedule: '17 4 * * *',", '  deadline: 3600,']),
    callsApi: true,
  },
  job: {
    tier: 'pipeline',
    says: 'A program that runs at each sync, works through the governed API and reaches nothing else.',
    props: "Omit<Overrides, 'replicas'> & ApiClientProps",
    own: ['api', 'placement'],
    imports: { ...API, "'../workload/job'": '{ Job }', "'./overrides'": '{ type Overrides, variablesOf }' },
    workload: (name) => program('Job', name, ['  deadline: 3600,']),
    callsApi: true,
  },
};

/** Names that the generated files use themselves. */
export const TAKEN_CLASSES = ['App', 'Construct', 'METRICS_PORT', 'TestPlatform', ...KINDS.map(classNameOf), 'ApiClientProps'];

export function tierOf(kind: Kind): string {
  return SHAPES[kind].tier;
}

export function callsApi(kind: Kind): boolean {
  return SHAPES[kind].callsApi;
}

/** lib/app/NAME.ts */
export function componentSource(name: string, kind: Kind): string {
  const shape = SHAPES[kind];
  const Class = classNameOf(name);
  const watched = shape.watchedAs;
  const imports: Record<string, string> = {
    ...(watched && {
      "'../observability/observability'": '{ Observability }',
      [`'../observability/${watched}-alerts'`]: `{ ${watched}Alerts, ${watched}Panels }`,
      "'../workload/http-server'": '{ METRICS_PORT }',
    }),
    "'../release/release'": '{ imageReference }',
    "'../tenancy/component'": '{ Component, type Platform }',
    ...shape.imports,
  };
  const body = [
    `const entry = scope.catalogue.component('${name}');`,
    `super(scope, { name: '${name}', namespace: entry.namespace, state: 'stateless', overrides: { ...props } });`,
    `const { ${shape.own.join(', ')} } = props;`,
    ...shape.workload(name),
    ...(shape.callsApi
      ? ['new NetworkEdge(this.policies, { from: this.endpoint, to: api.endpoint, ports: [api.port], labels: this.labels });']
      : []),
    ...(watched
      ? [`new Observability(this, { port: METRICS_PORT, alerts: ${watched}Alerts(this), panels: ${watched}Panels(this) });`]
      : []),
  ];
  return text([
    ...Object.entries(imports)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([module, names]) => `import ${names} from ${module};`),
    '',
    `export type ${Class}Props = ${shape.props};`,
    '',
    `/** ${shape.says} */`,
    `export class ${Class} extends Component {`,
    `  constructor(scope: Platform, props: ${Class}Props) {`,
    ...body.map((line) => `    ${line}`),
    '  }',
    '}',
  ]);
}

/** test/app/NAME.test.ts */
export function componentTest(name: string, kind: Kind): string {
  const Class = classNameOf(name);
  const shape = SHAPES[kind];
  const replicas = shape.own.includes('replicas') ? ', replicas: 1' : '';
  const api = shape.callsApi ? ', api: API' : '';
  return text([
    "import { catalogue } from '../../envs/catalogue';",
    shape.callsApi
      ? "import { type KfmApi, type Manifest, release, valueAt } from '../../lib';"
      : "import { type Manifest, release, valueAt } from '../../lib';",
    `import { ${Class} } from '../../lib/app/${name}';`,
    "import { TestPlatform } from '../platform';",
    '',
    `const DIGEST = 'sha256:${'0'.repeat(64)}';`,
    ...(shape.callsApi
      ? [
          'const API = {',
          "  url: 'http://api',",
          "  endpoint: { name: 'kfm-api', namespace: 'kfm-api', labels: { app: 'api' } },",
          '  port: 8080,',
          '} as Partial<KfmApi> as KfmApi;',
        ]
      : []),
    '',
    '/** A platform with the catalogue of the environments. */',
    'class Shipped extends TestPlatform {',
    '  override readonly catalogue = catalogue;',
    '}',
    '',
    'const scope = new Shipped();',
    `new ${Class}(scope, { release: release('1.2.3', DIGEST)${api}${replicas} });`,
    '',
    '/** The specs of the pods that it runs. */',
    `const pods = scope.manifests('workloads/${name}').flatMap((manifest) => {`,
    "  const spec = valueAt(manifest, 'spec.template.spec') ?? valueAt(manifest, 'spec.jobTemplate.spec.template.spec');",
    '  return spec === undefined ? [] : [spec as { containers: object[] }];',
    '});',
    '',
    'function egress({ metadata, spec }: Manifest): unknown[] {',
    "  const rules = (valueAt(spec, 'egress') ?? []) as { to: object[]; ports: object[] }[];",
    `  return metadata.namespace === catalogue.component('${name}').namespace ? rules : [];`,
    '}',
    '',
    `describe('${name}', () => {`,
    "  test('runs hardened pods without privileges and without a token', () => {",
    '    expect(pods).toEqual([expect.objectContaining({ automountServiceAccountToken: false })]);',
    '    for (const pod of pods) {',
    "      expect(pod).toMatchObject({ securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });",
    '      for (const container of pod.containers) {',
    '        expect(container).toMatchObject({',
    "          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },",
    "          resources: { limits: { cpu: '250m', memory: '128Mi' } },",
    '        });',
    '      }',
    '    }',
    '  });',
    '',
    "  test('runs the image of its release, by digest', () => {",
    `    const image = \`\${catalogue.component('${name}').image}:1.2.3@\${DIGEST}\`;`,
    '',
    '    expect(pods.flatMap(({ containers }) => containers)).toEqual([expect.objectContaining({ image })]);',
    '  });',
    '',
    `  test('reaches ${shape.callsApi ? 'the governed API and nothing else' : 'nothing by itself'}', () => {`,
    `    const reached = scope.manifests('policies/${name}').flatMap(egress);`,
    '',
    ...(shape.callsApi
      ? [
          '    expect(reached).toEqual([',
          '      {',
          '        to: [',
          '          {',
          "            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kfm-api' } },",
          "            podSelector: { matchLabels: { app: 'api' } },",
          '          },',
          '        ],',
          "        ports: [{ protocol: 'TCP', port: 8080 }],",
          '      },',
          '    ]);',
        ]
      : ['    expect(reached).toEqual([]);']),
    '  });',
    '});',
  ]);
}

/** Its entry in the catalogue. */
export function catalogueEntry(name: string, namespace: string, image: string): string[] {
  return wrapped(`    ${keyOf(name)}: { namespace: '${namespace}', image: '${image}' },`).map((line) => line.slice(4));
}

/** Its line among the exports of lib. */
export function exportStatement(name: string): string {
  return `export { ${classNameOf(name)}, type ${classNameOf(name)}Props } from './app/${name}';`;
}

/** Its construct in an environment. */
export function constructStatement(name: string, kind: Kind, api: string | undefined): string[] {
  const argument = api === undefined ? '' : api === 'api' ? ', api' : `, api: ${api}`;
  const replicas = SHAPES[kind].own.includes('replicas') ? ', replicas: 1' : '';
  return wrapped(`    new ${classNameOf(name)}(this, { release: ${memberOf('releases', name)}${argument}${replicas} });`);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
