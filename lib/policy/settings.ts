import { entriesAt, listAt, textAt } from '../manifest/fields';
import { fieldPath } from '../manifest/manifest';
import type { PodView } from './pod-view';
import type { WorldObject } from './world-object';

/** A text that a program is told. */
export interface Setting {
  readonly object: WorldObject;
  readonly field: string;
  /** Of the variable or the file; empty for arguments. */
  readonly name: string;
  readonly text: string;
}

/** What the programs of a pod are told in its manifest: arguments and variables. */
export function* settingsOf({ object, containers }: PodView): Iterable<Setting> {
  for (const { path, container } of containers) {
    for (const list of ['command', 'args']) {
      for (const [index, text] of listAt(container, list).entries()) {
        if (typeof text === 'string') yield { object, field: `${path}.${list}[${index}]`, name: '', text };
      }
    }
    for (const [index, variable] of listAt(container, 'env').entries()) {
      const text = textAt(variable, 'value');
      const name = textAt(variable, 'name') ?? '';
      if (text !== undefined) yield { object, field: `${path}.env[${index}].value`, name, text };
    }
  }
}

/** What the files of a ConfigMap tell. */
export function* filesOf(object: WorldObject): Iterable<Setting> {
  for (const [key, text] of entriesAt(object.manifest, 'data')) {
    if (typeof text === 'string') yield { object, field: fieldPath('data', key), name: key, text };
  }
}
