import { environmentTitle, visible } from '../consequences';
import { filterable, ownerNames, riskBadge } from './badges';
import { diffTable, linesShown } from './diff-table';
import { html, type Markup, NOTHING } from './markup';
import type { ReviewedEnvironment, ReviewedObject } from './review';

/** Lines of objects that are open from the start, worst first; what comes after them is folded. */
const OPEN_LINES = 1200;

/** The objects of all environments, both sides of each. */
export function objectLists(environments: readonly ReviewedEnvironment[]): Markup[] {
  let lines = 0;
  const isOpen = ({ sides, risks }: ReviewedObject): boolean => {
    if (risks.every((risk) => risk === 'cosmetic')) return false;
    lines += linesShown(sides);
    return lines <= OPEN_LINES;
  };
  return environments.map(
    ({ id, name, objects }) => html`<section class="environment" aria-labelledby="${id}-objects">
<h3 id="${id}-objects">${visible(environmentTitle(name))}</h3>
${objects.map((object) => objectMarkup(object, isOpen(object)))}</section>
`,
  );
}

function objectMarkup(object: ReviewedObject, isOpen: boolean): Markup {
  const { id, environment, title, file, movedFrom, sides, risks, owners } = object;
  const spoken = visible(title);
  return html`<details class="object item" ${filterable(environment, risks, owners)}${isOpen ? html` open` : NOTHING}>
<summary><h4>${spoken}</h4> <span class="change">${sides.kind === 'unreadable' ? 'changed' : sides.kind}</span> ${risks.map((risk) => html`${riskBadge(risk)} `)}${ownerNames(owners)}</summary>
<div class="body" id="${id}"><p class="file"><code>${visible(file)}</code>${movedFrom === undefined ? NOTHING : html`, was <code>${visible(movedFrom)}</code>`}</p>
${consequenceLinks(object)}
${diffTable(spoken, sides)}</div></details>
`;
}

/** The way back to what was said of the object. */
function consequenceLinks({ consequences }: ReviewedObject): Markup {
  const links = consequences.map(
    ({ id, consequence, summary }) =>
      html`<li><a href="#${id}" aria-label="${consequence.risk}: ${visible(summary)}">&uarr; ${consequence.risk}</a></li>`,
  );
  return html`<ul class="back" aria-label="Consequences">${links}</ul>`;
}
