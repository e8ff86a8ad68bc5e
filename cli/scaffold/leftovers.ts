/** What only the model may have. */
export interface Model {
  /** Names, domain, address ranges, bucket, channel: found as whole words. */
  readonly words: readonly string[];
  /** Ciphertext and certificates: found wherever they stand. */
  readonly verbatim: readonly string[];
  /** Texts of other environments: what they hold as well is not the model's own, such as `/dev/null` for a model `dev`. */
  readonly others: readonly string[];
}

/** What was made from the model. */
export interface Created {
  /** Its own names, which may have a word in common with the model's: `dev-2` made from `dev`. */
  readonly words: readonly string[];
  /** Path → text. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Leftover {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** Everything in a new environment that is its model's. */
export function leftovers(model: Model, created: Created): Leftover[] {
  const words = anyOf(model.words);
  const own = new RegExp(anyOf(created.words), 'g');
  const tokens = new RegExp(`[\\w./:@-]*${words.source}[\\w./:@-]*`, 'g');
  const common = commonTexts(model, tokens);
  const found: Leftover[] = [];
  for (const [path, text] of created.files) {
    for (const [index, line] of [path, ...text.split(/\r?\n/)].entries()) {
      const ciphertext = model.verbatim.find((secret) => line.includes(secret));
      if (ciphertext !== undefined) found.push({ path, line: index, what: `${ciphertext.slice(0, 12)}…` });
      const foreign = line.replace(own, '');
      if (!words.test(foreign) || common.lines.has(line.trim())) continue;
      const tokensOfModel = foreign.match(tokens)?.map(trimmed) ?? [];
      const left = tokensOfModel.find((token) => model.words.includes(token) || !common.tokens.has(token));
      if (left !== undefined) found.push({ path, line: index, what: left });
    }
  }
  return found;
}

/** Lines and longer words of other environments that have a word of the model in them. */
function commonTexts({ words, others }: Model, tokens: RegExp): { lines: ReadonlySet<string>; tokens: ReadonlySet<string> } {
  const any = anyOf(words);
  const lines = others.flatMap((text) => text.split(/\r?\n/)).filter((line) => any.test(line));
  return {
    lines: new Set(lines.map((line) => line.trim())),
    tokens: new Set(lines.flatMap((line) => line.match(tokens)?.map(trimmed) ?? [])),
  };
}

function trimmed(token: string): string {
  return token.replace(/^[./:@-]+|[./:@-]+$/g, '');
}

function anyOf(words: readonly string[]): RegExp {
  const longestFirst = [...words].filter((word) => word !== '').sort((a, b) => b.length - a.length);
  const alternatives = longestFirst.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`(?<![A-Za-z0-9])(?:${alternatives.join('|') || '(?!)'})(?![A-Za-z0-9])`);
}
