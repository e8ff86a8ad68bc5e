import { compareText } from '../manifest/order';
import { type Incident, isOpen } from './incident';

/** What the page of an environment says of its open records, in Markdown; undefined if there is none. No clock: the end as it is written. */
export function incidentSection(incidents: readonly Incident[]): string | undefined {
  const open = incidents.filter(isOpen).sort((a, b) => compareText(a.id, b.id));
  if (open.length === 0) return undefined;
  const rows = open.map(({ id, who, with: second, why, what, expires, paused, environment }) => [
    `[${id}](../../docs/incidents/${environment}-${id}.json)`,
    `${cell(who)}, with ${cell(second)}`,
    cell(why),
    cell(what),
    expires,
    paused.length === 0 ? 'nothing' : paused.join(', '),
  ]);
  const lines = [['Record', 'Who', 'Why', 'What', 'Until', 'Paused'], Array.from({ length: 6 }, () => '--'), ...rows];
  return `## Changed by hand now

Somebody changes this environment by hand, and what is paused does not follow Git until the record is closed
([break-glass](../../docs/runbooks/break-glass.md)). Nothing but the way back to Git is promoted here meanwhile.

${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
}

/** A text as it can stand in a cell: nothing in it is Markdown or HTML. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#!~&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
