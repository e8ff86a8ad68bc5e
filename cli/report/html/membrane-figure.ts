import type { Picture } from '../../../lib';
import { environmentTitle, visible } from '../consequences';
import { count } from '../findings';
import { html, type Markup, NOTHING, trusted } from './markup';
import { membraneSvg } from './membrane-svg';
import type { ReviewedEnvironment } from './review';

/** What became possible and what no longer is in the membrane of an environment, drawn and in words; nothing if nothing changed. */
export async function membraneFigure({ id, name, picture }: ReviewedEnvironment): Promise<Markup> {
  if (picture === undefined || picture.arrows.length === 0) return NOTHING;
  const svg = await membraneSvg(picture, `${id}-picture`);
  return html`<figure class="membrane item" data-environment="${name}" data-risk="reachability" data-owner="">
<figcaption><strong id="${id}-picture">Who may connect otherwise in ${visible(environmentTitle(name))}</strong> ${legend(picture)}</figcaption>
<div class="canvas" role="region" aria-label="Picture of the change of the membrane" tabindex="0">${trusted(svg)}</div>
<details><summary>The same in words</summary><ul>${picture.arrows.map(
    ({ from, to, label }) => html`<li>${spoken(from)} &rarr; ${spoken(to)}: ${label.replaceAll('\n', ', ')}</li>\n`,
  )}</ul></details>
</figure>
`;
}

/** Whole namespaces end in a slash. */
function spoken(end: string): string {
  return visible(end.replace(/\/$/, ''));
}

const LINES = [
  { kind: 'opened', line: 'thick', says: (number: number) => `${count(number, 'arrow')} newly possible` },
  { kind: 'closed', line: 'dashed', says: (number: number) => `${count(number, 'arrow')} no longer possible` },
  { kind: 'altered', line: 'dotted', says: (number: number) => `${count(number, 'arrow')} on other ports` },
];

function legend({ arrows }: Picture): Markup[] {
  return LINES.flatMap(({ kind, line, says }) => {
    const number = arrows.filter((arrow) => arrow.kind === kind).length;
    return number === 0 ? [] : [html`<span class="legend ${kind}">${says(number)} (${line})</span> `];
  });
}
