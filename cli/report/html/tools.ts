import { RISKS } from '../../../lib';
import { environmentTitle, visible } from '../consequences';
import { riskBadge } from './badges';
import { html, type Markup } from './markup';
import type { Review } from './review';

/** Search and filters. Hidden until the script runs, which they need. */
export function tools({ environments }: Review): Markup {
  const all = environments.flatMap(({ components }) => components.flatMap(({ consequences }) => consequences));
  const tally = (has: (each: (typeof all)[number]) => boolean): number => all.filter(has).length;
  const risks = RISKS.filter((risk) => tally(({ consequence }) => consequence.risk === risk) > 0);
  const owners = [...new Set(all.flatMap((each) => each.owners))].sort();
  return html`<search class="tools" hidden>
<label class="query"><span class="unseen">Search consequences and objects</span><input type="search" id="query" placeholder="Search  /" autocomplete="off" spellcheck="false"></label>
${choice(
  'environment',
  'Environment',
  environments.map(({ name }) =>
    option(
      'environment',
      name,
      html`${visible(environmentTitle(name))}`,
      tally(({ consequence }) => consequence.environment === name),
    ),
  ),
)}
${choice(
  'risk',
  'Risk',
  risks.map((risk) =>
    option(
      'risk',
      risk,
      riskBadge(risk),
      tally(({ consequence }) => consequence.risk === risk),
    ),
  ),
)}
${choice(
  'owner',
  'Owner',
  owners.map((owner) =>
    option(
      'owner',
      owner,
      html`${owner}`,
      tally((each) => each.owners.includes(owner)),
    ),
  ),
)}
<button type="button" id="clear" hidden>Clear</button>
<output id="count" role="status" aria-live="polite"></output>
<span class="folding"><button type="button" id="open-all">Open all</button> <button type="button" id="fold-all">Fold all</button></span>
</search>
`;
}

/** Options of which any may hold; with none chosen all do. */
function choice(name: string, title: string, options: readonly Markup[]): Markup {
  if (options.length === 0) return html``;
  return html`<details class="choice" name="choice" data-choice="${name}"><summary>${title}<span class="chosen"></span></summary><fieldset><legend class="unseen">${title}</legend>${options}</fieldset></details>`;
}

function option(choice: string, value: string, label: Markup, count: number): Markup {
  return html`<label><input type="checkbox" name="${choice}" value="${value}"> ${label} <span class="tally">${count}</span></label>`;
}
