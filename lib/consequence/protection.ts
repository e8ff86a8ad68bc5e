import type { FieldChange } from '../manifest/changes';
import { textsAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import type { Manifest } from '../manifest/manifest';
import { isApplication } from './application';
import type { Aspect } from './aspect';
import type { Effect } from './consequence';
import { lossOf } from './departure';
import { below, syncOptionsOf } from './field';
import type { Surroundings } from './surroundings';

/** Sync options of one object, or those of an Application for all that it delivers. */
interface Options {
  readonly isForAll: boolean;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly fields: readonly FieldChange[];
}

/** Whether Argo CD may delete what it kept so far: sync options that protect an object are gone, or ones that replace it are new. */
export const protection: Aspect = ({ before, after }, open, around) => {
  const own = { isForAll: false, before: syncOptionsOf(before), after: syncOptionsOf(after), fields: open.filter(isOwnOptions) };
  const forAll = {
    isForAll: true,
    before: textsAt(before, 'spec.syncPolicy.syncOptions'),
    after: textsAt(after, 'spec.syncPolicy.syncOptions'),
    fields: open.filter(below('spec.syncPolicy.syncOptions')),
  };
  return (isApplication(after) ? [own, forAll] : [own]).flatMap((options) => effectsOf(options, after, around));
};

/** Annotations come or go as a whole where an object has no others. */
function isOwnOptions({ field }: FieldChange): boolean {
  return field === 'metadata.annotations' || field === 'metadata.annotations["argocd.argoproj.io/sync-options"]';
}

function effectsOf(options: Options, after: Manifest, around: Surroundings): Effect[] {
  const effects = [unprotected(options, after, around), replaced(options, after)].flatMap((effect) => effect ?? []);
  return effects.map((effect, index) => ({ ...effect, fields: index === 0 ? options.fields : [] }));
}

const GUARDS = [
  { name: 'Prune', without: 'pruned once it leaves dist' },
  { name: 'Delete', without: 'deleted with its Application' },
];

/** An object is kept, given up once somebody confirms, or given up. */
function guardOf(name: string, options: readonly string[]): string | undefined {
  return [`${name}=false`, `${name}=confirm`].find((option) => options.includes(option));
}

function unprotected({ isForAll, before, after }: Options, manifest: Manifest, around: Surroundings): Effect | undefined {
  const lost = GUARDS.flatMap(({ name, without }) => {
    const was = guardOf(name, before);
    const is = guardOf(name, after);
    if (was === undefined || is === was || is === `${name}=false`) return [];
    return [{ was, without: is === undefined ? without : `${without} and somebody confirms` }];
  });
  if (lost.length === 0) return undefined;
  const subject = isForAll ? ' for all that it delivers' : '';
  const options = lost.map(({ was }) => was).join(', ');
  return {
    risk: 'deletion',
    weight: isForAll ? 30 : lossOf(manifest, around).weight / 4,
    summary: `no longer ${options}${subject}: ${lost.map(({ without }) => without).join(', ')}`,
    fields: [],
  };
}

/** An object that is made again is back; the data of a claim is not, and among all of an Application there may be claims. */
function replaced({ isForAll, before, after }: Options, manifest: Manifest): Effect | undefined {
  const gained = ['Replace=true', 'Force=true'].filter((option) => after.includes(option) && !before.includes(option));
  if (gained.length === 0) return undefined;
  const isClaim = typeOf(manifest) === '/PersistentVolumeClaim';
  const text = isForAll
    ? 'delete and make again all that it delivers, claims without their data'
    : `delete it and make it again${isClaim ? ', without its data' : ''}`;
  return {
    risk: isForAll || isClaim ? 'deletion' : 'recreation',
    weight: isForAll || isClaim ? 57 : 7,
    summary: `from now on ${gained.join(', ')}: a sync may ${text}`,
    fields: [],
  };
}
