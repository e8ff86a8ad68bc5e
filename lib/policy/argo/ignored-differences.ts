import { listAt, textAt, textsAt } from '../../manifest/fields';
import type { Rule } from '../rule';
import { applicationsOf } from './application-view';
import { isPattern } from './project-view';
import { settingsOf } from './settings';
import { optionsOf } from './sync-option';

/** Setting by which every object of every Application is compared less. */
const FOR_ALL = 'resource.customizations.ignoreDifferences.all';

const RESPECT = 'RespectIgnoreDifferences=true';

export const ignoredDifferences: Rule = {
  id: 'argo/ignored-differences',
  title: 'What Argo CD overlooks is one field of one object, and is overlooked by the sync too',
  severity: 'error',
  rationale:
    'A wide item hides every change that somebody makes by hand, an image first of all; without RespectIgnoreDifferences the next sync writes over what was overlooked (hardening B10, check 52).',
  requirements: ['A25', 'B51'],
  fix: `name group, kind, name and the pointer of the field, and add ${RESPECT}; or let no one else write the field`,
  *check(world) {
    for (const { object, body, at } of applicationsOf(world)) {
      const items = listAt(body, 'spec.ignoreDifferences');
      for (const [index, item] of items.entries()) {
        for (const [key, message] of problems(item)) yield { object, field: at(`spec.ignoreDifferences[${index}]${key}`), message };
      }
      if (items.length > 0 && !optionsOf(body).includes(RESPECT)) {
        yield { object, field: at('spec.syncPolicy.syncOptions'), message: `does not hold ${RESPECT}` };
      }
    }
    for (const { object, values, at } of settingsOf(world, 'argocd-cm')) {
      if (values.has(FOR_ALL)) yield { object, field: at(FOR_ALL), message: 'overlooks fields of every object' };
    }
  },
};

/** Fields that hold what an object is for. */
const WHOLE = ['', 'metadata', 'spec', 'data', 'stringData', 'binaryData', 'rules', 'spec.template', 'spec.template.spec'];
/** Containers as a whole, and the image of any of them. */
const RUNS = /(^|\.)(containers|initContainers|ephemeralContainers|image)$/;

function* problems(item: unknown): Iterable<[key: string, message: string]> {
  const [group = '', kind = '', name = ''] = ['group', 'kind', 'name'].map((key) => textAt(item, key));
  if (isPattern(group)) yield ['.group', `is "${group}", not one group`];
  if (kind === '' || isPattern(kind)) yield ['.kind', `is "${kind}", not one kind`];
  if (name === '' || isPattern(name)) yield ['.name', `is "${name}", not one object`];
  const pointers = textsAt(item, 'jsonPointers');
  const expressions = textsAt(item, 'jqPathExpressions');
  if (pointers.length + expressions.length === 0) yield ['.jsonPointers', 'is empty, so no field is named'];
  if (listAt(item, 'managedFieldsManagers').length > 0) yield ['.managedFieldsManagers', 'overlooks all fields that a manager has'];
  for (const [index, pointer] of pointers.entries()) {
    if (isWide(fieldOfPointer(pointer))) yield [`.jsonPointers[${index}]`, `is "${pointer}", which hides what the object does`];
  }
  for (const [index, expression] of expressions.entries()) {
    if (isWide(fieldOfExpression(expression)))
      yield [`.jqPathExpressions[${index}]`, `is "${expression}", which hides what the object does`];
  }
}

/** Whether a field, or the list that it is an item of, is the substance of an object or what it runs. */
function isWide(field: string): boolean {
  const whole = field.replace(/(^|\.)\d+$/, '');
  return WHOLE.includes(whole) || RUNS.test(whole);
}

/** A JSON pointer as fields are written: `/spec/replicas` is `spec.replicas`. */
function fieldOfPointer(pointer: string): string {
  return pointer.split('/').filter(Boolean).join('.');
}

/** A path of jq as fields are written, without what selects in a list: `.spec.containers[]?.image` is `spec.containers.image`. */
function fieldOfExpression(expression: string): string {
  return expression
    .replace(/\["([^"]*)"\]/g, '.$1')
    .replace(/\[[^\]]*\]/g, '')
    .split(/[.?\s]+/)
    .filter(Boolean)
    .join('.');
}
