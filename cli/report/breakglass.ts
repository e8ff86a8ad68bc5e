import type { Differences } from '../breakglass/difference';
import { spokenDrift } from './drift';
import { count } from './findings';

/** What differs, each with the file that has to say it, who approves that, and how to find the line of source. */
export function differenceLines(environment: string, { differences, unknown }: Differences): string[] {
  const lines = differences.flatMap((one) => {
    const { object, file, component, owner } = one;
    const [, kind = '', namespace = '', ...name] = object.split('/');
    const reference = [kind, ...(namespace === '' ? [] : [namespace]), name.join('/')].join('/');
    const whose = component === '' ? 'no component has it yet' : `${component}, ${file}${owner === '' ? '' : `, approved by ${owner}`}`;
    const next = component === '' ? '' : `; npm run explain -- ${environment} ${reference}${fieldFor(one.field)}`;
    return [spokenDrift(one), `         ${whose}${next}`];
  });
  const untold = unknown.map(({ what, reason }) => `could not be told: ${what}: ${reason}`);
  return [...lines, ...untold, `${count(differences.length, 'difference')} but for what is paused`];
}

/** A field as `explain` takes it; nothing where it cannot be said so: an item of a list is called by its name there. */
function fieldFor(field: string): string {
  const text = field.replace(/\[name=([^\],]+)\]/g, '[$1]');
  if (text === '' || /\[[^\]"]*=[^\]]*\]/.test(text)) return '';
  return /^[\w.[\]/-]+$/.test(text) ? ` ${text}` : ` '${text.replaceAll("'", `'\\''`)}'`;
}
