import { listAt, textAt, textsAt } from '../manifest/fields';
import { type Manifest, valueAt } from '../manifest/manifest';
import { isApplication } from './application';
import type { Aspect } from './aspect';
import type { Effect } from './consequence';
import { below, hasSyncOption } from './field';
import { sourceEffects } from './source';
import type { Surroundings } from './surroundings';
import { gainedAndLost, joined, listed, spokenAll } from './wording';

/** What becomes of an object that its file no longer holds. */
export interface Fate {
  readonly isDeleted: boolean;
  readonly text: string;
}

/** Reads from the Applications of before and after who deletes an object that left, and whether anybody does. */
export function fateOf(manifest: Manifest, path: string, around: Surroundings): Fate {
  const former = around.formerApplicationOf(path);
  const owner = around.applicationOf(path) ?? (former && around.afterwards(former));
  if (former === undefined && owner === undefined) return stays('no Application syncs its folder, so it stays until somebody deletes it');
  if (owner === undefined) return fateWith(former as Manifest, manifest, around);
  const name = `Application ${owner.metadata.name}`;
  if (hasSyncOption(manifest, 'Prune=false')) return stays('Prune=false, so it stays in the cluster and nobody manages it');
  if (hasSyncOption(manifest, 'Prune=confirm')) return { isDeleted: true, text: `${name} prunes it once somebody confirms` };
  if (valueAt(owner, 'spec.syncPolicy.automated') === undefined)
    return { isDeleted: true, text: `goes when somebody syncs ${name} with pruning` };
  if (!prunes(owner)) return stays(`${name} does not prune, so it stays until somebody syncs with pruning`);
  return { isDeleted: true, text: `${name} prunes it` };
}

function stays(text: string): Fate {
  return { isDeleted: false, text };
}

/** An Application that leaves takes along what it synced if it cascades. */
function fateWith(application: Manifest, manifest: Manifest, around: Surroundings): Fate {
  const name = `Application ${application.metadata.name}`;
  if (staysItself(application, around)) return stays(`${name} stays without a folder to sync, and so does this`);
  if (!cascades(application)) return stays(`${name} leaves without cascade, so it stays in the cluster and nobody manages it`);
  if (hasSyncOption(manifest, 'Delete=false')) return stays(`${name} leaves, and Delete=false keeps it in the cluster, managed by nobody`);
  return { isDeleted: true, text: `is deleted with ${name}, which cascades` };
}

/** Whether an Application that left its file stays in the cluster. Where its own Application left too, each may have synced the other. */
function staysItself(application: Manifest, around: Surroundings): boolean {
  const path = around.changeFor(application)?.before?.path;
  return path !== undefined && around.applicationOf(path) !== undefined && !fateOf(application, path, around).isDeleted;
}

export function cascades(application: Manifest): boolean {
  return textsAt(application, 'metadata.finalizers').some((finalizer) => finalizer.startsWith('resources-finalizer.argocd.argoproj.io'));
}

function isAutomated(application: Manifest): boolean {
  const automated = valueAt(application, 'spec.syncPolicy.automated');
  return automated !== undefined && valueAt(automated, 'enabled') !== false;
}

function prunes(application: Manifest): boolean {
  return isAutomated(application) && valueAt(application, 'spec.syncPolicy.automated.prune') === true;
}

/** What an Application delivers, from where and to where, and whether it deletes what is gone. */
export const delivery: Aspect = ({ before, after }, open) => {
  if (!isApplication(after)) return [];
  const effects: Effect[] = sourceEffects({ before, after }, open);
  const ignored = open.filter(below('spec.ignoreDifferences'));
  if (ignored.length > 0) effects.push(ignoredEffect(before, after, ignored));
  const policy = open.filter((change) => below('spec.syncPolicy.automated')(change) || change.field === 'spec.syncPolicy');
  if (policy.length > 0) effects.push(policyEffect(before, after, policy));
  const finalizers = open.filter(below('metadata.finalizers'));
  if (finalizers.length > 0) {
    const isNew = cascades(after) && !cascades(before);
    const text = isNew ? 'whoever deletes it now deletes all that it synced' : 'whoever deletes it now leaves what it synced';
    effects.push({
      risk: isNew ? 'deletion' : 'configuration',
      weight: 3,
      summary: cascades(after) === cascades(before) ? spokenAll(finalizers) : text,
      fields: finalizers,
    });
  }
  return effects;
};

/** What an Application does by itself, in the words of its beginning and its end. */
const HABITS: readonly { readonly has: (application: Manifest) => boolean; readonly begins: string; readonly ends: string }[] = [
  { has: isAutomated, begins: 'applies by itself what is merged from now on', ends: 'applies nothing by itself any more' },
  { has: prunes, begins: 'prunes by itself from now on, also what left earlier', ends: 'no longer prunes by itself' },
  {
    has: (application) => isAutomated(application) && valueAt(application, 'spec.syncPolicy.automated.selfHeal') === true,
    begins: 'corrects by itself what somebody changes by hand from now on',
    ends: 'no longer corrects by itself what somebody changes by hand',
  },
];

function policyEffect(before: Manifest, after: Manifest, fields: Effect['fields']): Effect {
  const turns = HABITS.map(({ has, begins, ends }) => (has(before) === has(after) ? '' : has(after) ? begins : ends));
  const summary = `${joined(...turns) || 'syncs in another way'}: ${spokenAll(fields)}`;
  return prunes(after) && !prunes(before)
    ? { risk: 'deletion', weight: 65, summary, fields }
    : { risk: 'configuration', weight: 4, summary, fields };
}

/** What an Application does not compare it does not correct either. */
function ignoredEffect(before: Manifest, after: Manifest, fields: Effect['fields']): Effect {
  const { gained, lost } = gainedAndLost(ignoredBy(before), ignoredBy(after));
  const summary = joined(
    gained.length > 0 ? `no longer corrects by itself what somebody changes by hand in ${listed(gained)}` : '',
    lost.length > 0 ? `compares again ${listed(lost)}` : '',
  );
  return { risk: 'configuration', weight: gained.length > 0 ? 6 : 4, summary: summary || spokenAll(fields), fields };
}

function ignoredBy(application: Manifest): string[] {
  return listAt(application, 'spec.ignoreDifferences').map((entry) => {
    const object = `${textAt(entry, 'group') ?? ''}/${textAt(entry, 'kind') ?? '*'}`;
    const name = [textAt(entry, 'namespace'), textAt(entry, 'name')].flatMap((part) => part ?? []).join('/');
    const fields = ['jsonPointers', 'jqPathExpressions', 'managedFieldsManagers'].flatMap((key) => textsAt(entry, key));
    return `${object}${name === '' ? '' : ` ${name}`}: ${fields.join(' + ')}`;
  });
}
