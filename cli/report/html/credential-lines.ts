import { credentialsIn, HIDDEN, HIDDEN_ANEW } from '../../../lib';

/** Both sides of a text; one is absent where there is none. */
export interface TextSides {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Both sides with every line hidden in which the rule about plaintext credentials would find one, and what those lines held. */
export function withoutCredentialLines({ before, after }: TextSides): TextSides & { readonly hidden: readonly string[] } {
  const hidden: string[] = [];
  const former = new Set(before?.split('\n'));
  const conceal = (text: string | undefined, isAnew: (line: string) => boolean): string | undefined => {
    if (text === undefined) return undefined;
    const lines = text.split('\n');
    for (const { line } of credentialsIn(text)) {
      const [all, lead = '', value = ''] = LINE.exec(lines[line - 1] as string) ?? [];
      if (all === undefined || value.startsWith(HIDDEN.slice(0, -1)) || isNameOfFetched(lines, line - 1)) continue;
      hidden.push(value.replace(/^["']|["']$/g, ''));
      lines[line - 1] = `${lead}${isAnew(all) ? HIDDEN_ANEW : HIDDEN}`;
    }
    return lines.join('\n');
  };
  const shown = {
    before: conceal(before, () => false),
    after: conceal(after, (line) => before !== undefined && !former.has(line)),
  };
  return { ...shown, hidden: hidden.filter((value) => value.length > 2) };
}

/** What stands before a value in a line of YAML, and the value. */
const LINE = /^([\s-]*(?:"[^"]*":\s+|[^\s:"]+:\s+)?)(.*)$/s;

/** An ExternalSecret says after what it fetches under which key that is put. */
function isNameOfFetched(lines: readonly string[], at: number): boolean {
  return /\bsecretKey:/.test(lines[at] as string) && lines.slice(Math.max(0, at - 4), at).some((line) => /\bremoteRef:/.test(line));
}
