import type { FieldChange } from '../manifest/changes';
import { entriesAt, listAt, textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { rolls, templatePath } from '../manifest/pod-template';
import type { Aspect } from './aspect';
import { changedLines } from './changed-lines';
import type { Effect } from './consequence';
import { below } from './field';
import type { Reader, Surroundings } from './surroundings';
import { gainedAndLost, joined, listed, named, spoken, spokenAll } from './wording';

/** Environment and arguments of pods; what else their template holds is about the restart alone. */
export const podConfiguration: Aspect = ({ after }, open) => {
  const path = templatePath(after);
  if (path === undefined) return [];
  const fields = open.filter(
    (change) => below(path)(change) && /ontainers\[(?:name=)?[^\]]+\]\.(?:env|envFrom|args|command)(?=$|[.[])/.test(change.field),
  );
  return fields.length === 0 ? [] : [{ risk: 'configuration', weight: 2, summary: listed(fields.map(spokenSetting)), fields }];
};

function spokenSetting(change: FieldChange): string {
  const variable = /\.env\[name=([^\]]+)\](?:\.value)?$/.exec(change.field)?.[1];
  if (variable === undefined) return spoken(change, change.field.replace(/^spec\..*?ontainers/, 'containers'));
  const value = (side: unknown): unknown => (side === undefined ? undefined : (valueAt(side, 'value') ?? side));
  return spoken({ field: change.field, before: value(change.before), after: value(change.after) }, `variable ${variable}`);
}

/** Labels and annotations that no controller is known to act on, and anything that is printed in another way. */
export const cosmetic: Aspect = ({ after }, open) => {
  const fields = open.filter((change) => isCosmetic(change, after));
  return fields.length === 0 ? [] : [{ risk: 'cosmetic', summary: `${spokenAll(fields)}; restarts nothing`, fields }];
};

/** Namespaces are chosen by their labels, Argo CD and its hooks are told by annotations. */
function isCosmetic(change: FieldChange, { kind }: Manifest): boolean {
  const { field } = change;
  if (isForArgo(change)) return false;
  return below('metadata.annotations')({ field }) || (kind !== 'Namespace' && below('metadata.labels')({ field }));
}

/** Annotations come or go as a whole where an object has no others. */
function isForArgo({ field, before, after }: FieldChange): boolean {
  if (field !== 'metadata.annotations') return field.includes('argocd.argoproj.io/');
  return [before, after].some((side) => entriesAt({ side }, 'side').some(([name]) => name.startsWith('argocd.argoproj.io/')));
}

/** Whatever no other aspect is about, of kinds that nobody here knows as well: all fields that are left. */
export const configuration: Aspect = (version, open, around) => {
  if (open.length === 0) return [];
  const { after } = version;
  const type = typeOf(after);
  const options = open.filter(isForArgo);
  const rest = open.filter((change) => !options.includes(change));
  const summary = joined(
    options.length > 0 ? `Argo CD is told: ${spokenAll(options)}` : '',
    rest.length === 0
      ? ''
      : Object.hasOwn(SPEAKERS, type)
        ? (SPEAKERS[type] as Speaker)(version.before, after, rest, around)
        : spokenAll(rest),
  );
  return [{ risk: 'configuration', weight: weightOf(type), summary, fields: open } satisfies Effect];
};

function weightOf(type: string): number {
  return /Secret$/.test(type) ? 3 : type === '/ConfigMap' || type.startsWith('argoproj.io/') ? 2 : 1;
}

type Speaker = (before: Manifest, after: Manifest, fields: readonly FieldChange[], around: Surroundings) => string;

const SPEAKERS: Readonly<Record<string, Speaker>> = {
  '/ConfigMap': keysChange,
  '/Secret': keysChange,
  'bitnami.com/SealedSecret': keysChange,
  'external-secrets.io/ExternalSecret': keysChange,
  'monitoring.coreos.com/PrometheusRule': alertsChange,
};

function keysChange(_: Manifest, after: Manifest, fields: readonly FieldChange[], around: Surroundings): string {
  const keys = fields.filter(({ field }) => KEYS.test(field));
  const others = fields.filter((field) => !keys.includes(field));
  return joined(
    keys.length === 0 ? '' : `keys ${listed(keys.map((key) => keyOf(key, after.kind === 'ConfigMap')))}`,
    others.length === 0 ? '' : named(others),
    readersText(after, around),
  );
}

const KEYS = /^(?:(?:data|binaryData|stringData)|spec\.encryptedData)(?:\.(.+)|\["(.+)"\])$/;

function keyOf(change: FieldChange, isOpen: boolean): string {
  const { field, before, after } = change;
  const [, plain, quoted] = KEYS.exec(field) ?? [];
  const key = plain ?? quoted ?? field;
  const how = before === undefined ? '(new)' : after === undefined ? '(gone)' : isOpen ? changedLines(key, change) : '';
  return `${key} ${how}`.trimEnd();
}

/** Who reads a ConfigMap or a Secret, and when they come to see what is new. */
export function readersText(manifest: Manifest, around: Surroundings): string {
  const kind = manifest.kind === 'ConfigMap' ? 'ConfigMap' : 'Secret';
  const target = textAt(manifest, 'spec.target.name') ?? textAt(manifest, 'spec.template.metadata.name') ?? manifest.metadata.name;
  const readers = around.readersOf(kind, manifest.metadata.namespace, target);
  return readers.length === 0 ? 'no workload in dist reads it' : `read by ${listed(readers.map((reader) => spokenReader(reader, around)))}`;
}

function spokenReader({ manifest, how }: Reader, around: Surroundings): string {
  const name = `${manifest.kind} ${manifest.metadata.name}`;
  if (!rolls(manifest)) return `${name} (from its next run on)`;
  const change = around.changeFor(manifest);
  if (change?.fields.some(below('spec.template'))) return `${name} (rolls as well)`;
  if (change !== undefined && change.before === undefined) return `${name} (new as well)`;
  const late = how.includes('as environment') || how.includes('as a mounted subPath');
  return `${name} (${how.join(' and ')}: ${late ? 'not seen before its pods restart, and nothing restarts them' : 'files change within minutes, without a restart'})`;
}

function alertsChange(before: Manifest, after: Manifest, fields: readonly FieldChange[]): string {
  const { gained, lost } = gainedAndLost(alertsOf(before), alertsOf(after));
  const text = joined(lost.length > 0 ? `alerts gone: ${listed(lost)}` : '', gained.length > 0 ? `alerts new: ${listed(gained)}` : '');
  return text || spokenAll(fields);
}

/** The names of the alerts that a PrometheusRule raises. */
export function alertsOf(rule: Manifest): string[] {
  return listAt(rule, 'spec.groups').flatMap((group) => listAt(group, 'rules').flatMap((item) => textAt(item, 'alert') ?? []));
}
