/** Who has to approve a change of a file, by its path in the repository; nobody where no line names it. */
export type OwnersOf = (path: string) => readonly string[];

interface Line {
  readonly pattern: RegExp;
  readonly owners: readonly string[];
}

/** What a CODEOWNERS file says of paths, as GitHub reads it: the last pattern that matches decides. */
export function ownersIn(codeowners: string): OwnersOf {
  const lines = codeowners.split('\n').flatMap(lineOf).reverse();
  return (path) => lines.find(({ pattern }) => pattern.test(path))?.owners ?? [];
}

/** Comments may follow the owners of a line. */
function lineOf(text: string): Line[] {
  const [pattern, ...owners] = (text.split(/(?:^|\s)#/)[0] as string).split(/\s+/).filter((word) => word !== '');
  return pattern === undefined ? [] : [{ pattern: expressionOf(pattern), owners }];
}

/** A pattern with a slash before its end begins at the root; what it names is a file or a folder with all below, and `/*` at the end stops at files. */
function expressionOf(pattern: string): RegExp {
  const start = pattern.slice(0, -1).includes('/') ? '' : '(?:.*/)?';
  const end = pattern.endsWith('/') ? '/.*' : pattern.endsWith('/*') ? '' : '(?:/.*)?';
  const path = pattern.replace(/^\//, '').replace(/\/$/, '');
  const parts = path.split('/').map((part) => (part === '**' ? undefined : globOf(part)));
  const body = parts.map((part, index) =>
    part === undefined ? anyFolders(index === parts.length - 1) : `${part}${index === parts.length - 1 ? '' : '/'}`,
  );
  return new RegExp(`^${start}${body.join('')}${end}$`, 's');
}

function anyFolders(isLast: boolean): string {
  return isLast ? '.*' : '(?:[^/]*/)*';
}

function globOf(part: string): string {
  return part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
}
