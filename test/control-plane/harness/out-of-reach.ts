/** What nothing on this machine can show, and why. Said in every run, never counted as proved. */
export const OUT_OF_REACH: readonly (readonly [claim: string, reason: string])[] = [
  ['NetworkPolicies are enforced', 'kwok enforces none; who can reach whom is decided from the manifests'],
  ['images are pulled and start', 'no container runs here; npm run test:programs runs the servers of the stores'],
  ['Argo CD’s server, single sign-on and notifications work', 'they need an identity provider and a chat'],
];
