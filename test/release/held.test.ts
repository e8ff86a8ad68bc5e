import type { LaidOut } from '../../lib/manifest/layout';
import { heldFiles } from '../../lib/release/held';
import type { Lock } from '../../lib/release/lock';
import { digestsOf, renderingsOf } from '../../lib/release/rendering';
import { render } from '../../lib/synthesis';
import { TestEnvironment } from './environments';

const environment = new TestEnvironment('stage', { lines: { ui: { version: '1.0.0' } } }, {});
const renderings = renderingsOf(render(environment), environment.overrides());
const files = renderings.get('ui')?.files as readonly LaidOut[];
const lock = { component: 'ui', held: [], evidence: { rules: 1 }, inputs: {}, files: digestsOf(files) } as Lock;
const texts = new Map(files.map(({ path, text }) => [path, text]));

/** What layout and rules see of a file; the manifests of a unit are those of today. */
function seen(held: readonly LaidOut[]) {
  return held.map(({ path, text, manifest, unit: { folder, component, project, namespace } }) => ({
    path,
    text,
    manifest,
    unit: { folder, component, project, namespace },
  }));
}

describe('what a locked environment holds of a component', () => {
  test('is path and text as they were, and objects for whoever judges', () => {
    const held = heldFiles(lock, renderings.get('ui'), texts);

    expect(held.missing).toEqual([]);
    expect(seen(held.files)).toEqual(seen(files));
  });

  test('belongs to the units that its Applications name where the classes do not make it any more', () => {
    expect(seen(heldFiles(lock, undefined, texts).files)).toEqual(seen(files));
  });

  test('keeps comments and order of a text that today would be written otherwise', () => {
    const path = 'workloads/ui/configmap_ui.yaml';
    const text = '# Generated from envs/stage by npm run synth\nkind: ConfigMap\napiVersion: v1\nmetadata:\n    name: ui # as ever\n';

    const held = heldFiles(lock, renderings.get('ui'), new Map([...texts, [path, text]])).files.find((file) => file.path === path);

    expect([held?.text, held?.manifest]).toEqual([text, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ui' } }]);
  });

  test('names what is nowhere', () => {
    const some = new Map([...texts].slice(1));

    const held = heldFiles(lock, renderings.get('ui'), some);

    expect(held.missing).toEqual([files[0]?.path]);
    expect(held.files.map(({ path }) => path)).toEqual(files.slice(1).map(({ path }) => path));
  });
});
