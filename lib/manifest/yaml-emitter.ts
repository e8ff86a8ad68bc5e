import { stringify } from 'yaml';

/**
 * Prints plain JSON as a YAML document: keys sorted at every level, arrays kept, nothing folded, no anchors.
 *
 * The text of each scalar and key is what the `yaml` package prints (with `compat: 'yaml-1.1'`, the YAML that Argo CD and
 * kubectl read), asked once per distinct value and remembered: twelve thousand objects repeat a few thousand values.
 * Where that text is not read back alike by every parser, or would hide something from a reviewer, it is double-quoted.
 */
export function emitYaml(value: unknown): string {
  if (!isCollection(value)) return `${scalarText(value)}\n`;
  return flat(emitCollection(value, '')) || `${emptyText(value)}\n`;
}

/** Looking at a character makes V8 join the pieces of a string, which otherwise stay in memory one by one. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** `indent` stands before every line, the first included; nothing for an empty collection. */
function emitCollection(collection: object, indent: string): string {
  return Array.isArray(collection) ? emitSequence(collection, indent) : emitMapping(collection, indent);
}

function emitMapping(mapping: object, indent: string): string {
  let text = '';
  const keys = sortedKeys(mapping);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    const value = (mapping as Record<string, unknown>)[key];
    text += `${indent}${indent === '' && DOCUMENT_MARKER.test(key) ? escaped(key) : keyText(key)}:`;
    if (!isCollection(value)) text += ` ${indented(scalarText(value), indent)}\n`;
    else {
      const items = emitCollection(value, `${indent}  `);
      text += items === '' ? ` ${emptyText(value)}\n` : `\n${items}`;
    }
  }
  return text;
}

/** Most mappings have a handful of keys that are almost in order, which is less work than `sort` begins with. */
function sortedKeys(mapping: object): readonly string[] {
  const keys = Object.keys(mapping);
  if (keys.length > 20) return keys.sort();
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] as string;
    let place = index;
    for (; place > 0 && (keys[place - 1] as string) > key; place--) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

function emitSequence(sequence: readonly unknown[], indent: string): string {
  let text = '';
  for (let index = 0; index < sequence.length; index++) {
    const item = sequence[index];
    text += `${indent}- `;
    if (!isCollection(item)) text += `${indented(scalarText(item), indent)}\n`;
    else text += emitCollection(item, `${indent}  `).slice(indent.length + 2) || `${emptyText(item)}\n`;
  }
  return text;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function emptyText(collection: object): string {
  return Array.isArray(collection) ? '[]' : '{}';
}

const AS_ARGO_CD_READS = { lineWidth: 0, compat: 'yaml-1.1' } as const;
const DOCUMENT_MARKER = /^(%|---|\.\.\.)/m;

const scalarTexts = new Map<unknown, string>();
const keyTexts = new Map<string, string>();

/** The text of a scalar as the value of a top-level key; later lines of a block are indented by two spaces. */
function scalarText(value: unknown): string {
  if (typeof value === 'string' ? isPlain(value) : Number.isSafeInteger(value)) return String(value);
  let text = scalarTexts.get(value);
  if (text === undefined) {
    text = typeof value === 'string' ? stringText(value) : asked(value);
    scalarTexts.set(value, text);
  }
  return text;
}

function stringText(value: string): string {
  if (PRINTABLE_LINES.test(value)) return `|\n  ${value.slice(0, -1).replaceAll('\n', '\n  ')}`;
  if (MISREAD.test(value)) return escaped(value);
  const text = asked(value);
  return text.startsWith('"') && text.includes('\n') ? escaped(value) : text;
}

function asked(value: unknown): string {
  return stringify({ k: value }, AS_ARGO_CD_READS).slice('k: '.length, -1);
}

/** The text of a key below the top level. */
function keyText(key: string): string {
  let text = keyTexts.get(key);
  if (text === undefined) {
    if (isPlain(key)) text = key;
    else text = MISREAD.test(key) ? escaped(key) : stringify({ k: { [key]: 0 } }, AS_ARGO_CD_READS).slice('k:\n  '.length, -': 0\n'.length);
    keyTexts.set(key, text);
  }
  return text;
}

/** Lines of printable ASCII without space around them, such as configuration files: a literal block in every YAML, so not worth asking. */
const PRINTABLE_LINES = /^(?:[!-~](?:[ -~]*[!-~])?\n)+$/;

/** Words, alone or joined by separators, such as names, images and paths: plain in every YAML, so not worth asking. */
const WORDS = /^[A-Za-z][A-Za-z0-9]*(?:[-./_:@]+[A-Za-z0-9]+)*$/;
/** Words that some YAML takes for booleans, null or numbers. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i;

function isPlain(text: string): boolean {
  return WORDS.test(text) && !RESERVED.test(text);
}

/**
 * What the `yaml` package prints bare although some reader takes it otherwise: YAML 1.1's `=` and `<<`, numbers of go-yaml,
 * C1 controls, line and paragraph separators, byte order marks; and invisible or text-reversing characters, which would
 * let a reviewer read something else than what runs.
 */
const MISREAD =
  /^(?:=|<<|[-+]?0[xXoObB][-+\w]*|(?=.*_)[-+._]*\d[-+.\w]*)$|^\s*\n\s*$|^\t|\n[ \t]*\t|[\x7f-\x9f\u2028-\u202e\ufff9-\uffff]|\p{Default_Ignorable_Code_Point}/u;

/** JSON, whose strings are YAML's double-quoted ones, with everything unprintable or invisible escaped. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028-\u202e\ufff9-\uffff]|\p{Default_Ignorable_Code_Point}/gu, (character) => {
    const code = character.codePointAt(0)?.toString(16) ?? '';
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** Moves the later lines of a multi-line scalar from the top level to `indent`. */
function indented(text: string, indent: string): string {
  return indent === '' || !text.includes('\n') ? text : text.replace(/\n(?=[^\n])/g, `\n${indent}`);
}
