import type { Document, Fence } from '../../../cli/docs/document';

/** Something that a page tells people to type: a block of lines, or one command in a sentence or a table. */
export interface Told {
  readonly page: string;
  readonly script: string;
}

/** What commands in sentences begin with; two words alone, such as `kubectl diff`, name a program's verb and are not typed. */
const PROGRAM =
  /^(?:[A-Z_]+=\S+ )?(?:npm|npx|node|make|git|kubectl|oc|argocd|helm|docker|kind|k3d|terraform|kubeseal|openssl|etcdctl|etcdutl|rclone|sysctl|cmctl|curl) \S+ \S/;

/** `npm run NAME` in a sentence: the script is spoken of, whatever its arguments would be. */
const SCRIPT = /^npm run ([\w:]+)$/;

/** Every command of a page, in its order. */
export function toldIn({ path, fences, codes }: Document): Told[] {
  const blocks = fences.filter(isTyped).map(({ text }) => text);
  const inline = codes.filter((code) => PROGRAM.test(code) && !SCRIPT.test(code));
  return [...blocks, ...inline].map((script) => ({ page: path, script }));
}

/** A block of shell, also where nobody says that it is one. */
export function isTyped({ language, text }: Fence): boolean {
  return language === 'sh' || language === 'bash' || (language === '' && /^(?:npm|node|kubectl|argocd|git|make) /.test(text));
}

/** Names of the npm scripts that a page speaks of. */
export function scriptsNamedIn({ codes }: Document): string[] {
  return codes.flatMap((code) => SCRIPT.exec(code)?.[1] ?? []);
}

/** A block of commands, with what the page shows of their answer. */
export interface Answered extends Told {
  /** Lines that have to come in this order; `…` stands for any others. */
  readonly answer: readonly string[];
}

/** The blocks of a page in its order, with the block of plain text that follows each at once, if one does. */
export function answeredIn({ path, tokens }: Document): Answered[] {
  const blocks = tokens.filter(({ type }) => type !== 'space');
  return blocks.flatMap((token, at) => {
    if (token.type !== 'code' || !isTyped({ language: token.lang ?? '', text: token.text })) return [];
    const next = blocks[at + 1];
    const text = next?.type === 'code' && (next.lang ?? '') === '' ? String(next.text) : '';
    return [
      { page: path, script: String(token.text), answer: text.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '…') },
    ];
  });
}

/** A line without what every promotion and every commit changes: numbers, versions, digests, the widths of columns. */
export function lasting(line: string): string {
  return line
    .replace(/\b(?:[0-9a-f]{7,64}|\d+(?:[.-]\d+)*)\b…?/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
}
