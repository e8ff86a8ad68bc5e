import { listAt, textAt } from '../manifest/fields';
import { type Manifest, valueAt } from '../manifest/manifest';

export function isApplication({ apiVersion, kind }: Manifest): boolean {
  return kind === 'Application' && apiVersion.startsWith('argoproj.io/');
}

/** The Application that syncs a file of the repository: of those whose folders it is in, the one with the deepest. */
export function applicationOf(file: string, applications: readonly Manifest[]): Manifest | undefined {
  let best: { readonly application: Manifest; readonly depth: number } | undefined;
  for (const application of applications) {
    const depth = Math.max(-1, ...foldersOf(application).map((folder) => (file.startsWith(`${folder}/`) ? folder.length : -1)));
    if (depth > (best?.depth ?? -1)) best = { application, depth };
  }
  return best?.application;
}

/** The folders of the repository that an Application syncs; none if it delivers a chart. */
export function foldersOf({ spec }: Manifest): string[] {
  const sources = [valueAt(spec, 'source'), ...listAt(spec, 'sources')];
  return sources.flatMap((source) => textAt(source, 'path')?.replace(/\/+$/, '') ?? []);
}

/** Where an Application puts what names no namespace. */
export function destinationOf(application: Manifest | undefined): string {
  return textAt(application, 'spec.destination.namespace') ?? '';
}
