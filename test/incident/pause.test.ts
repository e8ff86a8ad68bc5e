import fc from 'fast-check';
import { isAutomated, PAUSED, paused, pausedBy, resumed, resumedText, rewritten } from '../../lib/incident/pause';
import type { Manifest } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/manifest/yaml-emitter';

const MARKER = '# Generated from envs/stage by npm run synth; edit that, not this file.\n';

function application(automated: unknown, annotations?: Readonly<Record<string, string>>): Manifest {
  const syncPolicy = { ...(automated !== undefined && { automated }), retry: { limit: 90 } };
  const metadata = { name: 'root', namespace: 'argocd', ...(annotations && { annotations }) };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: { project: 'platform', syncPolicy } } as Manifest;
}

const AUTOMATED = { prune: true, selfHeal: true, allowEmpty: false };

test('a paused Application syncs nothing by itself, and says by which records and what it syncs by otherwise', () => {
  const manifest = paused(application(AUTOMATED, { 'argocd.argoproj.io/sync-wave': '0' }), ['INC-8', 'INC-7']);

  expect(emitYaml(manifest)).toMatchInlineSnapshot(`
"apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  annotations:
    argocd.argoproj.io/sync-wave: "0"
    platform.kfm.example.org/paused: '{"automated":{"allowEmpty":false,"prune":true,"selfHeal":true},"incidents":["INC-7","INC-8"]}'
  name: root
  namespace: argocd
spec:
  project: platform
  syncPolicy:
    retry:
      limit: 90
"
`);
  expect([isAutomated(manifest), pausedBy(manifest)]).toEqual([false, ['INC-7', 'INC-8']]);
});

test('what does not sync by itself, and what is no Application, stays as it is', () => {
  const onRequest = application(undefined);
  const settings = { ...application(AUTOMATED), kind: 'ConfigMap' };

  expect([paused(onRequest, ['INC-7']), paused(settings, ['INC-7']), paused(application(AUTOMATED), [])]).toEqual([
    onRequest,
    settings,
    application(AUTOMATED),
  ]);
});

/** What a manifest may hold: JSON without null. */
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('mapping'),
  ),
  mapping: fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((key) => key !== '__proto__'),
    tie('value'),
    { maxKeys: 4 },
  ),
}));
const ids = fc.uniqueArray(
  fc.integer({ min: 1, max: 99 }).map((count) => `INC-${count}`),
  { minLength: 1, maxLength: 3 },
);
const notes = fc.option(
  fc.dictionary(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).filter((key) => key !== '__proto__'),
    fc.string({ unit: 'grapheme' }),
  ),
  {
    nil: undefined,
  },
);

test('a pause is taken back to the byte, whatever the Application holds', () => {
  fc.assert(
    fc.property(values.mapping, notes, ids, (automated, annotations, incidents) => {
      const before = application(automated, annotations as Record<string, string> | undefined);
      const text = MARKER + emitYaml(before);

      const pausedText = rewritten(text, paused(before, incidents));

      expect(pausedText).not.toBe(text);
      expect(resumedText(pausedText)).toBe(text);
      expect(resumed(paused(before, incidents))).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['no pause at all', 'kind: Application\n'],
  ['a note that is no JSON', emitYaml(application(undefined, { [PAUSED]: 'by hand' }))],
  ['a note without records', emitYaml(application(undefined, { [PAUSED]: '{"automated":{}}' }))],
  ['a note without what it dropped', emitYaml(application(undefined, { [PAUSED]: '{"incidents":["INC-7"]}' }))],
])('takes nothing back of %s', (_, text) => {
  expect(resumedText(text)).toBe(text);
});
