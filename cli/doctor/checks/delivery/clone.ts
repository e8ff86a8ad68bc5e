import { withoutUser } from '../../../cluster/kubeconfig';
import { isUnread } from '../../facts';
import { type Check, notAsked, problem, untold } from '../../finding';
import { RUNBOOK } from '../../runbooks';

export const clone: Check = {
  id: 'delivery/clone',
  title: 'what is here is what Argo CD reads: the clone is of its repository, and dist is that of its branch',
  asked: ['000: repo path + revision', 'A51'],
  needs: 'repository',
  examine: ({ clone: { remotes, ahead }, repository, folder, isLocal }) => {
    const checked = `${folder} against ${repository.revision} of ${repository.url}`;
    const about = { kind: 'Clone', name: folder };
    if (isLocal) return { checked: 'the cluster reads the working tree itself', findings: [] };
    if (remotes === undefined)
      return {
        checked,
        findings: [
          untold(about, { found: 'no repository of Git', expected: `a clone of ${repository.url}`, next: `git clone ${repository.url}` }),
        ],
      };
    const addresses = [...remotes.values()];
    if (!addresses.some((address) => placeOf(address) === placeOf(repository.url))) {
      const next = `git remote add platform ${repository.url} && git fetch platform`;
      const found = addresses.length === 0 ? 'the clone has no remote' : `remotes ${addresses.map(withoutUser).join(', ')}`;
      const told = { found, expected: repository.url, next };
      return { checked, findings: [addresses.length === 0 ? notAsked(about, told) : problem(about, told)] };
    }
    if (isUnread(ahead))
      return {
        checked,
        findings: [untold(about, { found: ahead.problem, expected: `${repository.revision} of the remote`, next: 'git fetch' })],
      };
    if (ahead.length === 0) return { checked, findings: [] };
    const found = `${ahead.length} files are not as on ${repository.revision}: ${ahead.slice(0, 3).join(', ')}`;
    const next = `merge them, or git pull; a promotion: ${RUNBOOK.promotion}`;
    return { checked, findings: [problem(about, { found, expected: `the files of ${repository.revision}`, next })] };
  },
};

/** `host/path` of an address of Git, however it is written. */
export function placeOf(address: string): string {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.+)$/.exec(address);
  const [host, path] = scp === null ? fromUrl(address) : [scp[1] as string, scp[2] as string];
  return `${host}/${path.replace(/^\/+|\/+$|(?:\.git)?\/*$/g, '')}`.toLowerCase();
}

function fromUrl(address: string): [string, string] {
  if (!URL.canParse(address)) return ['', address];
  const { hostname, pathname } = new URL(address);
  return [hostname, pathname];
}
