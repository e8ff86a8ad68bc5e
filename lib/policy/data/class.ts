import { listAt } from '../../manifest/fields';
import { typeOf } from '../../manifest/identity';
import { fieldPath, isMapping, type Manifest, ownValue, valueAt } from '../../manifest/manifest';
import { templatePath } from '../../manifest/pod-template';
import type { DataApproval } from '../platform-facts';
import type { Rule, Violation } from '../rule';
import { isDay } from '../waiver';
import type { World } from '../world';
import { DATA_CLASS, isAbove, isDataClass, isForProductionOnly, KNOWN_CLASSES } from './data-class';

export const dataClass: Rule = {
  id: 'data/class',
  title: 'What holds data says of what class, and none is above what the environment may hold',
  severity: 'error',
  rationale:
    'Sensitive or restricted data, and copies and backups of it, stay in production unless somebody decided otherwise, for a while (requirements A9, A13 and A14; design, "Settled conflicts").',
  requirements: ['A9', 'A13', 'A14', 'B46'],
  fix: "leave the label to the environment's trait `data`; for more, have `approvals` of its class record who decided, why and until when",
  *check(world) {
    yield* (world.facts?.approvals ?? []).flatMap(approvalProblems);
    for (const object of world.objects) {
      if (object.unit !== undefined && holdsData(object.manifest) && !hasOwnClass(object.manifest)) {
        yield { object, field: fieldPath('metadata.labels', DATA_CLASS), message: 'is missing' };
      }
      for (const [field, data] of classesOf(object.manifest)) {
        const message = problem(data, world);
        if (message !== undefined) yield { object, field, message };
      }
    }
  },
};

/** Whoever runs may be given data; claims keep it. */
function holdsData(manifest: Manifest): boolean {
  return templatePath(manifest) !== undefined || typeOf(manifest) === '/PersistentVolumeClaim';
}

function hasOwnClass(manifest: Manifest): boolean {
  return ownClass(manifest.metadata.labels) !== undefined;
}

/** The labels of an object, of its pods and of its claims. */
function classesOf(manifest: Manifest): (readonly [field: string, data: unknown])[] {
  const found: (readonly [string, unknown])[] = [];
  const note = (place: string, labels: unknown): void => {
    const data = ownClass(labels);
    if (data !== undefined) found.push([fieldPath(`${place}metadata.labels`, DATA_CLASS), data]);
  };
  note('', manifest.metadata.labels);
  const template = templatePath(manifest);
  if (template) note(`${template}.`, valueAt(manifest, `${template}.metadata.labels`));
  for (const [index, claim] of listAt(manifest, 'spec.volumeClaimTemplates').entries()) {
    note(`spec.volumeClaimTemplates[${index}].`, valueAt(claim, 'metadata.labels'));
  }
  return found;
}

function ownClass(labels: unknown): unknown {
  return isMapping(labels) ? ownValue(labels, DATA_CLASS) : undefined;
}

function problem(data: unknown, { facts, purpose }: World): string | undefined {
  if (typeof data !== 'string' || !isDataClass(data)) return `is "${data}", none of ${KNOWN_CLASSES}`;
  if (facts === undefined || facts.approvals.some((approval) => approval.data === data)) return undefined;
  if (isAbove(data, facts.data)) return `is ${data}, and the environment may hold ${facts.data} at most`;
  if (isForProductionOnly(data) && purpose !== 'production') return `is ${data}, which needs an approval outside production`;
  return undefined;
}

/** What an approval leaves open. Whether its time is over is for those who know the day. */
function approvalProblems({ data, reason, approver, until }: DataApproval): Violation[] {
  const problems = [
    ...(isDataClass(data) ? [] : [`is of "${data}", none of ${KNOWN_CLASSES}`]),
    ...(reason.trim() === '' ? ['gives no reason'] : []),
    ...(approver.trim() === '' ? ['does not say who decided'] : []),
    ...(isDay(until) ? [] : [`lasts until "${until}", expected a day like 2027-01-31`]),
  ];
  return problems.map((message) => ({
    message: `the approval of ${data} data ${message}`,
    fix: 'write down who decided, why and until which day',
  }));
}
