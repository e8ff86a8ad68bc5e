import type { FieldChange } from '../manifest/changes';
import { listAt, textAt } from '../manifest/fields';
import { type Manifest, valueAt } from '../manifest/manifest';
import type { Version } from './aspect';
import type { Effect } from './consequence';
import { below } from './field';
import { nameOf } from './pod-template';
import { spokenAll } from './wording';

type Sides = Pick<Version, 'before' | 'after'>;

/** From where and to where an Application delivers, and which files of its folder it reads. */
export function sourceEffects(sides: Sides, open: readonly FieldChange[]): Effect[] {
  const place = open.filter((change) => below('spec.destination')(change) || isPlace(change, sides));
  const fewer = open.filter((change) => leavesOut(change, sides));
  const effect = (weight: number, text: string, fields: readonly FieldChange[]): Effect[] =>
    fields.length === 0 ? [] : [{ risk: 'deletion', weight, summary: `${text} is pruned or left behind: ${spokenAll(fields)}`, fields }];
  return [
    ...effect(70, 'delivers from or to another place, and what only the former one holds', place),
    ...effect(68, 'reads fewer files of its folder, and what the others held', fewer),
  ];
}

/** A source of an Application and what of it changed; undefined for other fields. */
function sourceField(field: string): { readonly source: string; readonly rest: string } | undefined {
  const [, source, rest] = /^(spec\.sources?(?:\[[^\]]+\])?)(?:\.(.+))?$/.exec(field) ?? [];
  return source === undefined ? undefined : { source, rest: rest ?? '' };
}

/** Only what stays a chart is the same place in another version. */
function isPlace({ field }: FieldChange, { before, after }: Sides): boolean {
  const { source, rest } = sourceField(field) ?? {};
  if (source === undefined) return false;
  if (/^(?:targetRevision|chart)$/.test(rest as string))
    return [before, after].some((side) => textAt(sourceAt(side, source), 'chart') === undefined);
  return /^(?:path|repoURL)?$/.test(rest as string);
}

function leavesOut({ field }: FieldChange, { before, after }: Sides): boolean {
  const { source, rest } = sourceField(field) ?? {};
  if (source === undefined || !/^directory(?:\.(?:exclude|include|recurse))?$/.test(rest as string)) return false;
  const at = (side: Manifest, key: string): unknown => valueAt(sourceAt(side, source), `directory.${key}`) || undefined;
  const isNew = (key: string): boolean => at(after, key) !== undefined && at(after, key) !== at(before, key);
  return isNew('exclude') || isNew('include') || (at(before, 'recurse') === true && at(after, 'recurse') !== true);
}

/** The source under `spec.source`, `spec.sources[1]` or `spec.sources[name=own]`. */
function sourceAt({ spec }: Manifest, path: string): unknown {
  const [, name, index] = /\[(?:name=(.+)|(\d+))\]$/.exec(path) ?? [];
  if (name !== undefined) return listAt(spec, 'sources').find((source) => nameOf(source) === name);
  return index === undefined ? valueAt(spec, 'source') : listAt(spec, 'sources')[Number(index)];
}
