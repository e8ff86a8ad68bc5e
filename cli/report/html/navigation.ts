import { componentTitle, environmentTitle, visible } from '../consequences';
import { html, type Markup } from './markup';
import type { Review } from './review';

/** Environments and their components, with how much happens in each. */
export function navigation({ environments }: Review): Markup {
  return html`<nav aria-label="Environments and components">
<ul>${environments.map(
    ({ id, name, components }) => html`<li><a href="#${id}">${visible(environmentTitle(name))}</a>
<ul>${components.map((each) => html`<li><a href="#${each.id}">${visible(componentTitle(each.name))}</a> <span class="tally">${each.consequences.length}</span></li>\n`)}</ul></li>
`,
  )}<li><a href="#objects">Objects side by side</a></li></ul>
</nav>
`;
}
