import type { FieldExplanation, Line, Override } from './field-explanation';
import type { Reading } from './reading';

/** What is printed of a field, as label and text. */
export function fieldLines(explanation: FieldExplanation): [string, string][] {
  const { overrides, base, kept } = explanation;
  const unset = 'value' in explanation ? [] : [['not set', unsetText(explanation)] as [string, string]];
  return [
    ...unset,
    ...(kept === undefined ? [] : [['dist', keptText(explanation)] as [string, string]]),
    ...overrides.flatMap((override): [string, string][] => [
      [LABELS[override.role], `${place(override)} = ${shown(override.value ?? override.written, override)}`],
      ...(override.role === 'passes on' ? [] : [['', proof(override)] as [string, string]]),
    ]),
    ...base.map((line): [string, string] => [line.isWrittenOut ? 'written at' : 'handed on', `${place(line)} = ${cut(line.written)}`]),
    ...untoldLines(explanation),
  ];
}

const LABELS = { gives: 'given by', decides: 'decided by', 'passes on': 'by way of' } as const;

export function fieldTitle(explanation: FieldExplanation): string {
  return `${explanation.field}${'value' in explanation ? `: ${shown(explanation.value)}` : ''}`;
}

function unsetText({ default: server, missing }: FieldExplanation): string {
  const known =
    server === undefined
      ? 'the schemas name no default of the API server'
      : `the API server's default is ${'words' in server ? server.words : shown(server.value)}`;
  return missing === undefined ? `by anyone; ${known}` : `by anyone, nor is ${missing}, in which it would be; in there ${known}`;
}

function keptText(explanation: FieldExplanation): string {
  const { value, isThere, isLocked, version, pausedBy } = explanation.kept as NonNullable<FieldExplanation['kept']>;
  const today = 'value' in explanation ? `gives ${shown(explanation.value)}` : 'does not set it';
  const own = value === undefined ? 'does not have it' : `holds ${shown(value)}`;
  if (!isThere) return `does not have the object yet; today's class ${today}`;
  if (pausedBy.length > 0) return `${own} while ${pausedBy.join(', ')} is open and pauses it; today's class ${today}`;
  if (!isLocked) return `${own}, and today's class ${today}: synth has not run since`;
  return `${own} since its promotion${version === undefined ? '' : ` (${version})`}; today's class ${today}`;
}

function proof({ without, refusal, exchanged }: Override): string {
  const parts = [
    // Without what types ask for, a text may hold the word undefined, which says nothing.
    ...(without === undefined || (exchanged && JSON.stringify(without).includes('undefined')) ? [] : [`left out, ${reading(without)}`]),
    ...(refusal === undefined ? [] : ['it cannot be left out']),
    ...(exchanged === undefined ? [] : [`with ${shown(exchanged.by)}, ${reading(exchanged.field)}`]),
  ];
  return parts.join('; ');
}

function reading(field: Reading): string {
  if (field.status === 'no object') return 'the object is not there';
  return field.status === 'unset' ? 'the field is not there' : `the field is ${shown(field.value)}`;
}

/** Lines that nothing else can stand in for: those with the very value where no line was proven to give it, all where none was proven at all. */
function untoldLines({ overrides, base, untold, ...rest }: FieldExplanation): [string, string][] {
  const isProven = overrides.some(({ role }) => role === 'gives') || base.some(({ isWrittenOut }) => isWrittenOut);
  if (isProven || !('value' in rest)) return [];
  const alike = untold.filter(({ isAlike }) => isAlike);
  if (alike.length > 0 && alike.length <= MOST_ALIKE) {
    return alike.map((line) => [
      'perhaps',
      `${place(line)} = ${cut(line.written)}, the same value; it can neither be left out nor exchanged alone`,
    ]);
  }
  return overrides.length + base.length > 0 || untold.length === 0 ? [] : [['not told', untoldText(untold)]];
}

/** More lines with one value say nothing about where it is from. */
const MOST_ALIKE = 3;

/** Lines that nothing else can stand in for, by file. */
function untoldText(untold: readonly Line[]): string {
  const files = [...new Set(untold.map(({ file }) => file))];
  const linesIn = (file: string): number[] => [...new Set(untold.flatMap((line) => (line.file === file ? [line.line] : [])))];
  const places = files.map((file) => `${file}:${linesIn(file).join(',')}`).join(' ');
  return `whether it depends on what can neither be left out nor exchanged alone: ${places}`;
}

function place({ file, line, what }: Line): string {
  return `${file}:${line} ${what}`;
}

function shown(value: unknown, { written }: { readonly written?: string } = {}): string {
  const text = typeof value === 'object' ? (written ?? JSON.stringify(value)) : value === written ? String(value) : JSON.stringify(value);
  return cut(text ?? 'nothing');
}

const MOST = 120;

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST - 3)}...` : text;
}
