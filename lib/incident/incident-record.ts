import { badIncident } from '../errors';
import { isMapping } from '../manifest/manifest';
import { compareText } from '../manifest/order';
import {
  ID_GRAMMAR,
  INCIDENTS,
  type Incident,
  incidentFile,
  isIncidentId,
  isMoment,
  isSamePerson,
  LONGEST_HOURS,
  LONGEST_TEXT,
  textProblem,
} from './incident';

/** The text of a record: always the same fields in the same order. */
export function incidentText({ components, paused, ...incident }: Incident): string {
  const { id, environment, context, server, who, with: second, what, why, opened, expires, extended, pausing, captures, closed } = incident;
  const lists = { components: [...components].sort(compareText), paused: [...paused].sort(compareText) };
  const people = { who, with: second, what, why };
  const fields = { id, environment, context, server, ...people, opened, expires, extended, ...lists, pausing, captures, closed };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/** @throws a file that is no record, with every field that is wrong */
export function parseIncident(text: string, file: string): Incident {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    throw badIncident(file, ['it is no JSON; resolve the conflict if it is one']);
  }
  if (!isMapping(record)) throw badIncident(file, ['it is no JSON object']);
  const problems = problemsOf(record, file);
  if (problems.length > 0) throw badIncident(file, problems);
  return record as unknown as Incident;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => textProblem(value) === undefined;
const isName: Check = (value) => typeof value === 'string' && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(value);
const isShort: Check = (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT;
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const withFields =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isMapping(value) &&
    Object.keys(value).every((key) => Object.hasOwn(fields, key)) &&
    Object.entries(fields).every(([key, check]) => check(value[key]));
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

const isExtension = withFields({ when: isMoment, by: isText, why: isText, from: isMoment });
const isCapture = withFields({
  when: isMoment,
  file: (value) => typeof value === 'string' && /^docs\/incidents\/[a-z0-9-]+-INC-[0-9A-Z-]+\/capture-[1-9]\d*\.json$/.test(value),
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  differences: isCount,
  components: listOf((value) => value === '' || isName(value)),
});
const isClosing = withFields({ when: isMoment, by: isText });

const FIELDS: Readonly<Record<string, readonly [Check, string]>> = {
  id: [isIncidentId, ID_GRAMMAR],
  environment: [isName, 'the name of an environment'],
  context: [isShort, 'a context of kubeconfig'],
  server: [(value) => value === undefined || isShort(value), 'the URL of an API server'],
  who: [isText, 'a person, in one line'],
  with: [isText, 'a second person, in one line'],
  what: [isText, 'what is done, in one line and without credentials'],
  why: [isText, 'why, in one line and without credentials'],
  opened: [isMoment, 'a moment like 2027-01-31T14:05:00Z'],
  expires: [isMoment, 'a moment like 2027-01-31T14:05:00Z'],
  extended: [listOf(isExtension), 'a list of when, by, why and from'],
  components: [listOf(isName), 'a list of components'],
  paused: [listOf(isName), 'a list of Applications'],
  pausing: [
    (value) => ['pending', 'paused', 'unreachable', 'nothing'].includes(value as string),
    'pending, paused, unreachable or nothing',
  ],
  captures: [listOf(isCapture), 'a list of when, file, sha256, differences and components'],
  closed: [(value) => value === undefined || isClosing(value), 'when and by'],
};

function problemsOf(record: Record<string, unknown>, file: string): string[] {
  const wrong = Object.entries(FIELDS).flatMap(([field, [isRight, expected]]) =>
    isRight(record[field]) ? [] : [`${field} is ${(JSON.stringify(record[field]) ?? 'missing').slice(0, 60)}; expected ${expected}`],
  );
  const unknown = Object.keys(record).flatMap((field) => (Object.hasOwn(FIELDS, field) ? [] : [`${field} is no field of a record`]));
  if (wrong.length + unknown.length > 0) return [...wrong, ...unknown];
  const incident = record as unknown as Incident;
  const problems = incidentFile(incident) === file ? [] : [`environment and id are those of ${incidentFile(incident)}`];
  if (isSamePerson(incident.who, incident.with)) problems.push(`with is ${JSON.stringify(incident.with)}, who is the same`);
  const folder = `${INCIDENTS}/${incident.environment}-${incident.id}/`;
  const strange = incident.captures.find((capture) => !capture.file.startsWith(folder));
  if (strange !== undefined) problems.push(`captures has ${strange.file}, which is not below ${folder}`);
  return [...problems, ...endProblems(incident)];
}

/** Each end is later than the one before, and no later than somebody may decide at a time. */
function endProblems({ opened, expires, extended }: Incident): string[] {
  const decided = [['opened', opened], ...extended.map(({ when }, index) => [`extended[${index}].when`, when])] as [string, string][];
  const ends = [...extended.map(({ from }, index) => [`extended[${index}].from`, from]), ['expires', expires]] as [string, string][];
  return decided.flatMap(([field, when], index) => {
    const [endField, end] = ends[index] as [string, string];
    if (end <= when) return [`${endField} is ${end}, not after ${field}`];
    const before = index === 0 ? undefined : ends[index - 1];
    if (before !== undefined && end <= before[1]) return [`${endField} is ${end}, not after ${before[0]}`];
    const isLong = Date.parse(end) - Date.parse(when) > LONGEST_HOURS * 3_600_000;
    return isLong ? [`${endField} is ${end}, more than ${LONGEST_HOURS} hours after ${field}`] : [];
  });
}
