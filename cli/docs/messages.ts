import { Refusal } from '../../lib';

/** What cannot be rendered, each with where it stands and what to do. */

export function unlistedPage(path: string): Refusal {
  return new Refusal(`${path}: is in no table of contents, so nobody would come across it; link to it in docs/README.md`);
}

export function listedTwice(path: string): Refusal {
  return new Refusal(`docs/README.md: links to ${path} twice; a page has one place in the reading order`);
}

export function untitledPage(path: string): Refusal {
  return new Refusal(`${path}: has no heading of the first level; begin it with "# " and its title`);
}

export function foreignMarkup(path: string, markup: string): Refusal {
  return new Refusal(
    `${path}: has the markup ${JSON.stringify(markup.trim().slice(0, 60))}, expected Markdown; put a placeholder such as <env> into backticks`,
  );
}

export function brokenLinks(lines: readonly string[]): Refusal {
  return new Refusal(['links that lead nowhere; correct or remove them', ...lines.map((line) => `  ${line}`)].join('\n'));
}

export function unknownChart(path: string, line: string, number: number): Refusal {
  return new Refusal(
    `${path}: line ${number} of a flowchart is ${JSON.stringify(line.trim())}, which docs cannot draw; expected "flowchart LR", nodes, arrows (-->, -.->, ==>, --x), subgraph … end or linkStyle`,
  );
}

export function notASite(path: string, what: string): Refusal {
  return new Refusal(`${path}: is ${what}, not a site that docs made; move it away, or name another folder by --out`);
}

export function unreadObjective(file: string, alert: string): Refusal {
  return new Refusal(`${file}: the alert ${alert} does not say of which component and budget it is; objectives.ts reads its description`);
}
