import { listAt, textAt } from '../manifest/fields';
import { isMapping, type Manifest, valueAt } from '../manifest/manifest';
import { type FieldSet, union } from './field-set';

/** Who applies `dist`: Argo CD's controller, by the name that it gives the API server. */
export const OURS = 'argocd-controller';

/** What one manager has written of an object. */
export interface Managed {
  readonly manager: string;
  readonly operation: string;
  /** Empty for the object itself. */
  readonly subresource: string;
  readonly fields: FieldSet;
}

/** The entries of an object's `metadata.managedFields`. */
export function managedFields(live: Manifest): Managed[] {
  return listAt(live, 'metadata.managedFields').flatMap((entry) => {
    const fields = valueAt(entry, 'fieldsV1');
    if (!isMapping(fields)) return [];
    const text = (key: string): string => textAt(entry, key) ?? '';
    return [{ manager: text('manager'), operation: text('operation'), subresource: text('subresource'), fields: fields as FieldSet }];
  });
}

/** What Argo CD has applied, or would. */
export function applied(managed: readonly Managed[]): FieldSet {
  return union(managed.filter(isApplied).map(({ fields }) => fields));
}

/**
 * What others have written. Whoever updates an object under Argo CD's name is one of them: anybody can take it, and Argo CD itself only
 * ever applies under it, since every Application syncs by server-side apply.
 */
export function written(managed: readonly Managed[]): readonly Managed[] {
  return managed.filter((one) => !isApplied(one));
}

function isApplied({ manager, operation, subresource }: Managed): boolean {
  return manager === OURS && operation === 'Apply' && subresource === '';
}
