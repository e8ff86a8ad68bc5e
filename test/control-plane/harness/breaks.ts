import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { type Result, RUNS_TO_ITS_END } from './claims';
import type { Live } from './cluster';

/** One deliberate mistake in a copy of dist, and the proof that must see it. */
export interface Break {
  readonly name: string;
  readonly does: string;
  readonly proof: string;
  /** A part of the claim of that proof which must be refuted. */
  readonly claim: string;
  /** Which manifest is broken: the first of this kind for which `apply` does something. */
  readonly kind: string;
  /** @returns whether it changed the object */
  apply(object: Live): boolean;
}

export const breaks: readonly Break[] = [
  {
    name: 'role',
    does: 'lets a team read Secrets',
    proof: 'permitted',
    claim: 'a team sees what runs',
    kind: 'Role',
    apply: ({ metadata, rules }) =>
      metadata.name === 'team-viewer' && rules.push({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }) > 0,
  },
  {
    name: 'destination',
    does: 'lets a project deploy into the namespace of Argo CD',
    proof: 'confined',
    claim: 'no project writes into a namespace',
    kind: 'AppProject',
    apply: ({ metadata, spec }) =>
      !['platform', 'default', 'security'].includes(metadata.name) &&
      spec.destinations.push({ namespace: 'argocd', server: 'https://kubernetes.default.svc' }) > 0,
  },
  {
    name: 'field',
    does: 'takes the selector from a Deployment',
    proof: 'accepted',
    claim: 'every object passes',
    kind: 'Deployment',
    apply: ({ spec }) => delete spec.selector,
  },
  {
    name: 'cel',
    does: 'turns round the condition of a policy',
    proof: 'enforced',
    claim: 'each rule has the same verdict',
    kind: 'ValidatingAdmissionPolicy',
    apply: ({ spec }) => Object.assign(spec.validations[0], { expression: `!(${spec.validations[0].expression})` }) !== undefined,
  },
  {
    name: 'scope',
    does: 'says of a strictly sealed file that it opens everywhere',
    proof: 'sealed',
    claim: 'the real controller unseals every SealedSecret',
    kind: 'SealedSecret',
    apply: ({ metadata }) => Object.assign(metadata, { annotations: { 'sealedsecrets.bitnami.com/cluster-wide': 'true' } }) !== undefined,
  },
];

/** Copies an environment's dist below a folder and breaks it. @returns the file that is broken */
export function breakCopy(project: string, environment: string, folder: string, { name, kind, apply }: Break): string {
  const dist = join('dist', environment);
  cpSync(join(project, dist), join(folder, dist), { recursive: true });
  const files = readdirSync(join(folder, dist), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  for (const file of files) {
    const path = join(folder, dist, file);
    const object = load(readFileSync(path, 'utf8')) as Live;
    if (object.kind !== kind || !apply(object)) continue;
    writeFileSync(path, dump(object));
    return join(dist, file);
  }
  throw new Error(`${dist} has nothing that "${name}" could break`);
}

/** What a broken run must end with: the claim is refuted, and nothing merely broke off. @returns what is missing */
export function unseen({ proof, claim }: Break, results: readonly Result[]): string[] {
  const refuted = results.filter(({ outcome }) => outcome === 'refuted');
  const environments = [...new Set(results.map(({ environment }) => environment))];
  const missing = environments.filter(
    (environment) =>
      !refuted.some((result) => result.environment === environment && result.proof === proof && result.claim.includes(claim)),
  );
  return [
    ...missing.map((environment) => `${environment}: ${proof} does not refute that ${claim}…`),
    ...refuted.filter((result) => result.claim === RUNS_TO_ITS_END).map(({ environment, detail }) => `${environment}: ${detail}`),
  ];
}
