import { Marked, type RendererObject, type Tokens } from 'marked';
import { type Document, plainText } from './document';
import { readFlowchart } from './flowchart';
import { chartSvg } from './flowchart-svg';
import { escapeHtml } from './html';
import { foreignMarkup } from './messages';
import { slugs } from './slug';

/** Elements that Markdown has no marks for; they take no attributes. */
const MARKUP = /^<\/?(?:br|kbd|sub|sup|details|summary)\s*\/?>$/;

/** How a link looks in the site. */
export type LinkRenderer = (href: string) => { readonly url?: string; readonly hint?: string };

/** The page's body as HTML. Of raw HTML only a few elements pass; the rest is refused, scripts first of all. */
export async function renderBody(document: Document, linked: LinkRenderer): Promise<string> {
  const { path, tokens } = document;
  const charts = new Map<string, string>();
  for (const { language, text } of document.fences) if (language === 'mermaid') charts.set(text, await chartSvg(readFlowchart(path, text)));
  const marked = new Marked({ gfm: true });
  marked.use({ renderer: renderer(path, charts, linked) });
  return marked.parser([...tokens]);
}

function renderer(path: string, charts: ReadonlyMap<string, string>, linked: LinkRenderer): RendererObject {
  const slugOf = slugs();
  return {
    heading(token: Tokens.Heading) {
      const slug = slugOf(plainText(token));
      const anchor = `<a class="anchor" href="#${slug}" aria-label="Link to this heading">#</a>`;
      return `<h${token.depth} id="${slug}">${this.parser.parseInline(token.tokens)} ${anchor}</h${token.depth}>\n`;
    },
    code({ text, lang = '' }: Tokens.Code) {
      const chart = lang === 'mermaid' ? charts.get(text) : undefined;
      if (chart !== undefined) return `<figure class="chart" tabindex="0">${chart}</figure>\n`;
      const lines = lang === 'diff' ? text.split('\n').map(diffLine).join('\n') : escapeHtml(text);
      return `<pre tabindex="0"><code class="language-${escapeHtml(lang || 'text')}">${lines}</code></pre>\n`;
    },
    codespan({ text }: Tokens.Codespan) {
      return `<code>${escapeHtml(text)}</code>`;
    },
    table(token: Tokens.Table) {
      const cell = (tag: string, { tokens }: Tokens.TableCell): string => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
      const head = token.header.map((each) => cell('th', each)).join('');
      const rows = token.rows.map((row) => `<tr>${row.map((each) => cell('td', each)).join('')}</tr>`);
      const isHeadless = token.header.every(({ text }) => text === '');
      return `<div class="table"><table>${isHeadless ? '' : `<thead><tr>${head}</tr></thead>`}<tbody>\n${rows.join('\n')}\n</tbody></table></div>\n`;
    },
    checkbox({ checked }: Tokens.Checkbox) {
      return `<input type="checkbox" disabled aria-label="to do"${checked ? ' checked' : ''}> `;
    },
    link({ href, tokens }: Tokens.Link) {
      const inner = this.parser.parseInline(tokens);
      const { url, hint } = linked(href);
      if (url === undefined) return `<span title="${escapeHtml(hint ?? '')}">${inner}</span>`;
      return `<a href="${escapeHtml(url)}"${hint === undefined ? '' : ` title="${escapeHtml(hint)}"`}>${inner}</a>`;
    },
    image({ href }: Tokens.Image) {
      throw foreignMarkup(path, `![](${href})`);
    },
    html({ text }: Tokens.HTML | Tokens.Tag) {
      const bare = text.replace(/<!--.*?-->/gs, '').trim();
      if (bare !== '' && !MARKUP.test(bare)) throw foreignMarkup(path, bare);
      return bare;
    },
  };
}

function diffLine(line: string): string {
  const kind = line.startsWith('+') ? 'ins' : line.startsWith('-') ? 'del' : undefined;
  return kind === undefined ? escapeHtml(line) : `<${kind}>${escapeHtml(line)}</${kind}>`;
}
