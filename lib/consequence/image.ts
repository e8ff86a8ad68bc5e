import type { FieldChange } from '../manifest/changes';
import { isApplication } from './application';
import type { Aspect } from './aspect';
import { saysWhatRuns } from './field';
import { listed, shown } from './wording';

/** Which software runs in another version: images of any kind of object, and the versions of charts. */
export const image: Aspect = ({ after }, open) => {
  const images = open.filter(
    ({ field, before, after: now }) => saysWhatRuns(field, after) && /(?:^|\.)image$/.test(field) && [before, now].every(isTextOrAbsent),
  );
  const versions = isApplication(after)
    ? open.filter(({ field }) => /^spec\.sources?(?:\[\d+\])?\.(?:targetRevision|chart|helm\.version)$/.test(field))
    : [];
  const fields = [...images, ...versions];
  if (fields.length === 0) return [];
  const chart = versions.length === 0 ? '' : '; what the chart renders then, and which pods it rolls, dist does not say';
  return [{ risk: 'image', summary: `${listed(fields.map(spokenImage))}${chart}`, fields }];
};

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

/** `kfm-api 2.3.1 → 2.4.0`; what else than the tag is different is said. */
export function spokenImage({ field, before, after }: FieldChange): string {
  const container = /\[name=([^\]]+)\]\.image$/.exec(field)?.[1];
  const subject = container ?? (field.startsWith('spec.source') ? field.replace(/^spec\.sources?(?:\[\d+\])?\./, '') : 'image');
  if (typeof before !== 'string' || typeof after !== 'string') return `${subject} ${shown(before)} → ${shown(after)}`;
  const was = partsOf(before);
  const is = partsOf(after);
  if (was.repository !== is.repository) return `${subject} ${short(before)} → ${short(after)}`;
  if (was.tag !== is.tag)
    return `${subject} ${was.tag ?? 'no tag'} → ${is.tag ?? 'no tag'}${is.digest === undefined && was.digest !== undefined ? ', no longer by digest' : ''}`;
  return `${subject} ${is.tag ?? ''} by another digest: ${short(was.digest ?? 'none')} → ${short(is.digest ?? 'none')}`.replace(/ +/g, ' ');
}

function partsOf(reference: string): { repository: string; tag?: string; digest?: string } {
  const [name = '', digest] = reference.split('@', 2);
  const [, repository = name, tag] = /^(.*?)(?::([^:/]+))?$/.exec(name) ?? [];
  return { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** Enough of a digest to tell two apart. */
function short(text: string): string {
  return text.replace(/(sha\d+:[0-9a-f]{12})[0-9a-f]+/, '$1…');
}
