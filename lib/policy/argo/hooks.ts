import { isMapping, ownValue, valueAt } from '../../manifest/manifest';
import { HOOK, SYNC_WAVE } from '../../manifest/order';
import type { Rule, Violation } from '../rule';
import type { WorldObject } from '../world-object';
import { settingsOf } from './settings';

const DELETE_POLICY = 'argocd.argoproj.io/hook-delete-policy';
const PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'PreDelete', 'PostDelete', 'Skip'];
const DELETIONS = ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'];
/** Characters of a label's value. */
const LABEL = 63;

export const hooks: Rule = {
  id: 'argo/hooks',
  title: 'Hooks and waves are ones that Argo CD knows, and hooks say when they are deleted',
  severity: 'error',
  rationale:
    'A hook that stays is not run again, or fails the sync that makes it anew; a wave that is no integer is wave 0 and says nothing; a label that objects are tracked by is cut at 63 characters (hardening B12).',
  requirements: ['A25', 'B51'],
  fix: `give the hook ${DELETE_POLICY}, and the wave an integer in quotes`,
  *check(world) {
    for (const object of world.objects) {
      const annotations = valueAt(object.manifest, 'metadata.annotations');
      if (isMapping(annotations)) yield* annotated(object, annotations);
    }
    const byLabel = settingsOf(world, 'argocd-cm').some(({ values }) =>
      values.get('application.resourceTrackingMethod')?.includes('label'),
    );
    for (const object of byLabel ? world.ofType('argoproj.io/Application') : []) {
      const { length } = String(object.manifest.metadata.name);
      if (length <= LABEL) continue;
      const message = `has ${length} characters, and the label that objects are tracked by holds ${LABEL}`;
      yield { object, field: 'metadata.name', message, fix: 'track by annotation, or shorten the name' };
    }
  },
};

function* annotated(object: WorldObject, annotations: Record<string, unknown>): Iterable<Violation> {
  const at = (key: string): string => `metadata.annotations["${key}"]`;
  const wave = ownValue(annotations, SYNC_WAVE);
  if (wave !== undefined && !(typeof wave === 'string' && /^[+-]?\d{1,9}$/.test(wave))) {
    yield { object, field: at(SYNC_WAVE), message: `is ${JSON.stringify(wave)}; expected an integer as a text` };
  }
  const hook = ownValue(annotations, HOOK);
  if (typeof hook !== 'string') return;
  const phases = partsOf(hook);
  const unknown = phases.find((phase) => !PHASES.includes(phase));
  if (unknown !== undefined) yield { object, field: at(HOOK), message: `holds "${unknown}"; expected one of ${PHASES.join(', ')}` };
  if (phases.includes('Skip')) return;
  const policy = ownValue(annotations, DELETE_POLICY);
  const wrong = partsOf(String(policy)).find((deletion) => !DELETIONS.includes(deletion));
  if (policy === undefined) yield { object, field: at(DELETE_POLICY), message: 'is absent' };
  else if (wrong !== undefined)
    yield { object, field: at(DELETE_POLICY), message: `holds "${wrong}"; expected one of ${DELETIONS.join(', ')}` };
}

function partsOf(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}
