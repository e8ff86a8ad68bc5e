import type { FieldChange } from '../manifest/changes';
import { textAt } from '../manifest/fields';
import { typeOf } from '../manifest/identity';
import { type Manifest, valueAt } from '../manifest/manifest';
import { rolls, templatePath } from '../manifest/pod-template';
import type { Aspect } from './aspect';
import { below } from './field';
import { spokenImage } from './image';
import { replicasOf } from './replicas';
import type { Surroundings } from './surroundings';
import { counted, listed } from './wording';

/** Which pods are replaced, how and why. It claims the fields of the template that no other aspect is about. */
export const restart: Aspect = ({ before, after, change }, open, around) => {
  const path = templatePath(after);
  if (path === undefined || path === '') return [];
  const fields = open.filter(below(path));
  const all = change.fields.filter(below(path));
  if (!rolls(after)) return fields.length === 0 ? [] : [{ risk: 'configuration', summary: nextRun(after, all), fields }];
  const isReordered = all.length === 0 && printed(valueAt(before, path)) !== printed(valueAt(after, path));
  if (all.length === 0 && !isReordered) return [];
  const why = isReordered ? 'a list of the pod template is in another order' : reasons(all, path);
  const { text, weight } = howItRolls(after, around);
  return [{ risk: 'restart', weight, summary: `${text}: ${why}`, fields }];
};

function nextRun(manifest: Manifest, fields: readonly FieldChange[]): string {
  const path = templatePath(manifest) as string;
  const when = typeOf(manifest) === 'batch/CronJob' ? 'from its next run on' : 'when it runs again, at the next sync';
  return `pods are different ${when}: ${reasons(fields, path)}`;
}

/** Named lists in another order are no changed field, yet the API server takes them for another template. */
function printed(value: unknown): string {
  const sorted = (_: string, item: unknown): unknown =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort()) : item;
  return JSON.stringify(value, sorted) ?? '';
}

function howItRolls(manifest: Manifest, around: Surroundings): { text: string; weight: number } {
  const type = typeOf(manifest);
  const { least, most } = replicasOf(manifest, around);
  if (most === 0) return { text: 'no pod rolls, for it has none', weight: 0 };
  const pods = type === 'apps/DaemonSet' ? 'its pod on every node' : least === most ? counted(most, 'pod') : `${least} to ${most} pods`;
  const verb = type === 'apps/DaemonSet' || most === 1 ? 'rolls' : 'roll';
  if (valueAt(manifest, 'spec.paused') === true) return { text: `${pods} ${verb} once it is resumed, for it is paused`, weight: 1 };
  const strategy = textAt(manifest, type === 'apps/Deployment' ? 'spec.strategy.type' : 'spec.updateStrategy.type') ?? 'RollingUpdate';
  if (strategy === 'OnDelete') return { text: `${pods} ${verb} when somebody deletes them (OnDelete)`, weight: 1 };
  if (strategy === 'Recreate') return { text: `${pods} ${verb}, all stopped before the first new one starts`, weight: 9 };
  if (type === 'apps/StatefulSet') return statefulSet(manifest, most, `${pods} ${verb}`);
  if (type === 'apps/DaemonSet') return { text: `${pods} ${verb}`, weight: 5 };
  const surge = valueAt(manifest, 'spec.strategy.rollingUpdate.maxSurge') ?? '25%';
  const away = valueAt(manifest, 'spec.strategy.rollingUpdate.maxUnavailable') ?? '25%';
  return { text: `${pods} ${verb}, at most ${surge} more and ${away} fewer at a time`, weight: 3 };
}

function statefulSet(manifest: Manifest, most: number, text: string): { text: string; weight: number } {
  const partition = valueAt(manifest, 'spec.updateStrategy.rollingUpdate.partition');
  const held = typeof partition === 'number' && partition > 0 ? `, those below ${partition} held back` : '';
  return most === 1
    ? { text: `${text}, and nothing serves meanwhile${held}`, weight: 8 }
    : { text: `${text}, one after the other from the last${held}`, weight: 6 };
}

/** Probes that are gone come first, for a list may be cut short. */
function reasons(fields: readonly FieldChange[], template: string): string {
  const lost = fields.filter(isProbeLost);
  const rest = fields.filter((field) => !lost.includes(field));
  return listed(new Set([...lost, ...rest].map((field) => reason(field, template))));
}

const PROBE = /ontainers\[name=[^\]]+\]\.(readiness|liveness|startup)Probe$/;

function isProbeLost({ field, after }: FieldChange): boolean {
  return after === undefined && PROBE.test(field);
}

const WITHOUT_PROBE: Readonly<Record<string, string>> = {
  readiness: 'pods take requests before they are ready',
  liveness: 'what hangs is not restarted',
  startup: 'its other probes begin at once',
};

/** What a changed field of a template means to people. */
function reason(change: FieldChange, template: string): string {
  const field = change.field.slice(template.length + 1);
  const container = /ontainers\[name=([^\]]+)\]/.exec(field)?.[1];
  const of = container === undefined ? '' : ` of ${container}`;
  if (/\.image$/.test(field)) return `image ${spokenImage(change)}`;
  if (/ontainers\[name=[^\]]+\]$/.test(field)) return `container ${container} ${change.before === undefined ? 'added' : 'removed'}`;
  const probe = isProbeLost(change) ? PROBE.exec(field)?.[1] : undefined;
  if (probe !== undefined) return `${container} no longer has a ${probe} probe (${WITHOUT_PROBE[probe]})`;
  const variable = /\.env\[name=([^\]]+)\]/.exec(field)?.[1];
  if (variable !== undefined) return `environment variable ${variable}${of}`;
  const part = /ontainers\[name=[^\]]+\]\.(\w+)/.exec(field)?.[1];
  if (part !== undefined) return `${PARTS[part] ?? part}${of}`;
  const annotation = /^metadata\.annotations\["(.+)"\]$/.exec(field)?.[1];
  if (annotation !== undefined)
    return /configuration|checksum|digest/.test(annotation) ? 'checksum of its configuration' : `annotation ${annotation}`;
  const volume = /^spec\.volumes\[name=([^\]]+)\]/.exec(field)?.[1];
  if (volume !== undefined) return `volume ${volume}`;
  return field.startsWith('metadata.labels') ? 'labels' : field.replace(/^spec\./, '') || 'the whole template';
}

const PARTS: Readonly<Record<string, string>> = {
  args: 'arguments',
  env: 'environment',
  envFrom: 'environment',
  livenessProbe: 'liveness probe',
  readinessProbe: 'readiness probe',
  startupProbe: 'startup probe',
  resources: 'requests and limits',
  securityContext: 'security settings',
  volumeMounts: 'mounts',
};
