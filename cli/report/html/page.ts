import { createHash } from 'node:crypto';
import { RISKS } from '../../../lib';
import { count } from '../findings';
import type { Assets } from './assets';
import { riskBadge } from './badges';
import { consequenceList } from './consequence-list';
import { html, type Markup, trusted } from './markup';
import { membraneFigure } from './membrane-figure';
import { navigation } from './navigation';
import { objectLists } from './object-list';
import type { Review } from './review';
import { tools } from './tools';

/** The page for a reviewer: one file that asks for nothing else, runs nothing but its own script, and has the same bytes for the same change. */
export async function page(review: Review, assets: Assets): Promise<string> {
  const figures = await Promise.all(review.environments.map(membraneFigure));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>What happens to the clusters since ${review.base}</title>
<style>${trusted(assets.style)}</style>
</head>
<body>
<a class="skip" href="#consequences">Skip to the consequences</a>
<header>
<h1>What happens to the clusters</h1>
<p>${extent(review)}</p>
<p class="risks">${risks(review)}</p>
</header>
${tools(review)}<div class="columns">
${navigation(review)}<main>
<p id="nothing" hidden>Nothing matches the search and the filters. <button type="button" id="clear-all">Clear them</button></p>
<section id="consequences" aria-labelledby="consequences-title">
<h2 id="consequences-title">Consequences, worst first</h2>
${review.environments.map((environment, index) => consequenceList(environment, figures[index] as Markup))}</section>
<section id="objects" aria-labelledby="objects-title">
<h2 id="objects-title">Objects, before and after</h2>
${objectLists(review.environments)}</section>
</main>
</div>
<footer>
<p class="keys">Keys: <kbd>/</kbd> search, <kbd>Esc</kbd> closes a filter or clears the search, <kbd>j</kbd> <kbd>k</kbd> next and previous object, <kbd>Enter</kbd> opens or folds it.</p>
<p>Values of secrets and what looks like one are hidden. Lines are those of the objects in one layout, not of the files.</p>
</footer>
<script>${trusted(assets.script)}</script>
</body>
</html>
`.text;
}

/** Nothing from anywhere; of styles and scripts the two that are here, by their digests. */
function policy({ style, script }: Assets): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${digest(style)}'`,
    `script-src 'sha256-${digest(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function extent({ base, environments }: Review): Markup {
  const consequences = environments.flatMap(({ components }) => components.flatMap((component) => component.consequences));
  const objects = environments.flatMap((environment) => environment.objects);
  return html`${count(consequences.length, 'consequence')} of ${count(objects.length, 'object')} and files in ${count(environments.length, 'environment')}: the working tree compared with <code>${base}</code>.`;
}

function risks({ environments }: Review): Markup[] {
  const all = environments.flatMap(({ components }) => components.flatMap((component) => component.consequences));
  return RISKS.flatMap((risk) => {
    const number = all.filter(({ consequence }) => consequence.risk === risk).length;
    return number === 0 ? [] : [html`${riskBadge(risk)} ${number} `];
  });
}
