/** The finalizer by which Argo CD deletes what an Application synced with it, and by which it keeps a project that is used. */
export const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/** Whether a finalizer is the one of Applications: alone, or with the way in which it deletes. */
export function isCascade(finalizer: string): boolean {
  return finalizer === CASCADE || finalizer.startsWith(`${CASCADE}/`);
}
