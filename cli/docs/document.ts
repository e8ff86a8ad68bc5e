import { Marked, type Token, type Tokens } from 'marked';
import { untitledPage } from './messages';
import { slugs } from './slug';

export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly slug: string;
}

/** What stands below one heading, in words: what search looks through. */
export interface Section extends Heading {
  readonly words: string;
}

export interface Fence {
  readonly language: string;
  readonly text: string;
}

/** A page of Markdown, taken apart. */
export interface Document {
  /** Path in the project. */
  readonly path: string;
  readonly title: string;
  readonly tokens: readonly Token[];
  readonly headings: readonly Heading[];
  readonly sections: readonly Section[];
  /** Targets of links and images, as they are written. */
  readonly links: readonly string[];
  readonly fences: readonly Fence[];
  /** Texts between backticks in sentences and tables. */
  readonly codes: readonly string[];
}

const markdown = new Marked({ gfm: true });

/** @throws a page without a title */
export function readDocument(path: string, text: string): Document {
  const tokens = markdown.lexer(text);
  const headings: Heading[] = [];
  const sections: Section[] = [];
  const slugOf = slugs();
  for (const token of tokens) {
    if (token.type === 'heading') {
      const words = plainText(token);
      const heading = { depth: (token as Tokens.Heading).depth, text: words, slug: slugOf(words) };
      headings.push(heading);
      sections.push({ ...heading, words: '' });
    } else if (sections.length > 0) {
      const last = sections.pop() as Section;
      sections.push({ ...last, words: `${last.words} ${plainText(token)}`.replace(/\s+/g, ' ').trim() });
    }
  }
  const title = headings.find(({ depth }) => depth === 1)?.text;
  if (title === undefined) throw untitledPage(path);
  const links: string[] = [];
  const fences: Fence[] = [];
  const codes: string[] = [];
  markdown.walkTokens(tokens, (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href);
    if (token.type === 'code') fences.push({ language: token.lang ?? '', text: token.text });
    if (token.type === 'codespan') codes.push(token.text);
  });
  return { path, title, tokens, headings, sections, links, fences, codes };
}

/** What a token says, without its marks. */
export function plainText(token: Token): string {
  const { type } = token;
  if (type === 'html' || type === 'space' || type === 'hr') return '';
  if (type === 'br') return ' ';
  if (type === 'table') {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].map((row) => row.map(({ tokens }) => joined(tokens)).join(' ')).join(' ');
  }
  if (type === 'list') return (token as Tokens.List).items.map((item) => joined(item.tokens, ' ')).join(' ');
  const inner = (token as { tokens?: Token[] }).tokens;
  if (inner !== undefined && inner.length > 0) return joined(inner);
  return unescaped((token as { text?: string }).text ?? '');
}

function joined(tokens: readonly Token[], by = ''): string {
  return tokens.map(plainText).join(by);
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] as string);
}
