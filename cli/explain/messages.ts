import { Refusal } from '../../lib';

/** What `explain ENV OBJECT FIELD` refuses. */

export function unreadableField(field: string, problem: string): Refusal {
  return new Refusal(`${field === '' ? 'the field' : field}: ${problem}`);
}

export function unknownField(object: string, field: string, hint: string): Refusal {
  return new Refusal(`${object} has no field ${field}, and its kind knows none; ${hint}`);
}

export function noSuchItem(object: string, field: string, items: readonly string[]): Refusal {
  return new Refusal(`${object} has no ${field}; the list holds ${items.length === 0 ? 'nothing' : items.join(', ')}`);
}

export function replayDiffers(environment: string, field: string): Refusal {
  return new Refusal(
    `made again from its sources, ${environment} has another ${field} than it is rendered with, so nothing can be told about it; run this again if sources changed meanwhile, otherwise it is a fault of cli/explain`,
  );
}
