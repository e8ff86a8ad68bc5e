import { componentTitle, environmentTitle, subjectOf, visible } from '../consequences';
import { filterable, ownerNames, riskBadge } from './badges';
import { html, type Markup, NOTHING } from './markup';
import type { ReviewedComponent, ReviewedConsequence, ReviewedEnvironment } from './review';

/** What happens in an environment, by component. @param figure the change of the membrane */
export function consequenceList({ id, name, components }: ReviewedEnvironment, figure: Markup): Markup {
  return html`<section class="environment" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${visible(environmentTitle(name))}</h3>
${figure}${components.map(componentMarkup)}</section>
`;
}

function componentMarkup({ id, name, owners, consequences }: ReviewedComponent): Markup {
  return html`<section class="component" id="${id}" aria-labelledby="${id}-title">
<h4 id="${id}-title">${visible(componentTitle(name))} ${ownerNames(owners)}</h4>
<ul>
${consequences.map(itemMarkup)}</ul></section>
`;
}

function itemMarkup({ id, consequence, summary, owners, objectId }: ReviewedConsequence): Markup {
  const { environment, risk, change } = consequence;
  const mark = change === 'changed' ? NOTHING : html` <span class="change">${change}</span>`;
  return html`<li class="consequence item" id="${id}" ${filterable(environment, [risk], owners)}>${riskBadge(risk)} <div><a href="#${objectId}">${visible(subjectOf(consequence))}</a>${mark} <span class="summary">${visible(summary)}</span></div></li>
`;
}
