/** Imports go downwards only, without circles; type-only imports count. docs/architecture.md draws the layers. */

/** Rooms of lib with the rooms that each may import from, besides itself, errors and nearest. */
const ROOMS = {
  manifest: [],
  schema: ['manifest'],
  reach: ['manifest', 'schema'],
  capacity: ['manifest'],
  consequence: ['capacity', 'reach', 'manifest'],
  policy: ['manifest', 'schema', 'reach'],
  picture: ['manifest', 'reach', 'policy'],
  construct: ['manifest'],
  release: ['manifest'],
  tenancy: ['construct', 'manifest'],
  delivery: ['tenancy', 'manifest'],
  admission: ['policy', 'tenancy', 'construct', 'manifest'],
  workload: ['tenancy', 'construct', 'manifest'],
  observability: ['tenancy', 'construct', 'manifest'],
  addon: ['observability', 'tenancy', 'construct', 'manifest'],
  store: ['observability', 'workload', 'tenancy', 'construct', 'manifest'],
  governance: ['tenancy', 'manifest'],
  drift: ['manifest'],
  'local-cluster': ['tenancy', 'manifest'],
  comparison: ['capacity', 'store', 'workload', 'tenancy', 'manifest'],
  app: ['store', 'observability', 'workload', 'tenancy', 'construct', 'release', 'manifest'],
};

const roomRules = Object.entries(ROOMS).map(([room, below]) => ({
  name: `lib-${room}`,
  severity: 'error',
  comment: `lib/${room} may import ${below.join(', ') || 'nothing of lib but errors and nearest'}`,
  from: { path: `^lib/${room}/` },
  to: { path: '^lib/', pathNot: `^lib/(?:(?:${[room, ...below].join('|')})/|(?:errors|nearest)\\.ts$)` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...roomRules,
    { name: 'manifest-knows-nobody', severity: 'error', from: { path: '^lib/manifest/' }, to: { path: '^lib/(?:errors|nearest)\\.ts$' } },
    {
      name: 'errors-know-nearest-only',
      severity: 'error',
      from: { path: '^lib/errors\\.ts$' },
      to: { path: '^lib/', pathNot: '^lib/nearest\\.ts$' },
    },
    { name: 'lib-is-at-the-bottom', severity: 'error', from: { path: '^lib/' }, to: { path: '^(?:cli|envs|stacks|test)/' } },
    {
      name: 'lib-touches-no-machine',
      severity: 'error',
      comment: 'no disk, network, process or clock in lib and envs: the same classes give the same bytes everywhere',
      from: { path: '^(?:lib|envs)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(?:node:)?crypto$' },
    },
    {
      name: 'lib-digests',
      severity: 'error',
      comment: 'of node:crypto lib takes one pure function, in one place',
      from: { path: '^(?:lib|envs)/', pathNot: '^lib/manifest/digest\\.ts$' },
      to: { path: '^(?:node:)?crypto$' },
    },
    { name: 'one-door', severity: 'error', from: { path: '^(?:cli|envs|stacks)/' }, to: { path: '^lib/', pathNot: '^lib/index\\.ts$' } },
    { name: 'envs-below-cli', severity: 'error', from: { path: '^envs/' }, to: { path: '^(?:cli|stacks|test)/' } },
    {
      name: 'cli-knows-no-single-environment',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^envs/', pathNot: '^envs/index\\.ts$' },
    },
    { name: 'stacks-below-cli', severity: 'error', from: { path: '^stacks/' }, to: { path: '^(?:cli|envs|test)/' } },
    { name: 'one-door-of-stacks', severity: 'error', from: { path: '^cli/' }, to: { path: '^stacks/', pathNot: '^stacks/index\\.ts$' } },
    {
      name: 'stacks-on-demand',
      severity: 'error',
      comment: 'cdktf costs a third of a start: no other command may load it',
      from: { path: '^cli/' },
      to: { path: '^stacks/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'stacks-touch-no-machine',
      severity: 'error',
      comment: 'the scripts run in clusters; what is synthesized comes from facts alone',
      from: { path: '^stacks/', pathNot: '^stacks/scripts/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'provider-by-deep-path',
      severity: 'error',
      comment: 'the index of the provider costs most of a second',
      from: { path: '^stacks/' },
      to: { path: 'node_modules/@cdktf/provider-[^/]+/lib/(?:lazy-)?index\\.' },
    },
    { name: 'cdktf-in-stacks', severity: 'error', from: { pathNot: '^stacks/' }, to: { path: 'node_modules/(?:cdktf|cdktn|@cdktf)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^(?:dist|\\.cdk8s)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'require', 'node', 'default'] },
  },
};
