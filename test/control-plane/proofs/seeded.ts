import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { stackOf, writeStack } from '../../../cli/cluster/stack-files';
import { disk } from '../../../cli/ports/file-system';
import { mockPlan, type PlannedSecret } from '../../../lib';
import { none } from '../harness/claims';
import type { Said } from '../harness/cluster';
import { runOn } from '../harness/command';
import type { ApiServerProof } from '../harness/proof';
import type { Testbed } from '../harness/testbed';
import { fileOf, objectsOf, type StackObject } from './stack-objects';

/** Kinds of what the Job may do, and where it runs. */
const PERMISSIONS = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding'];

const ACCOUNT = { namespace: 'seed', name: 'mock-secrets' };

export const seeded: ApiServerProof = {
  name: 'seeded',
  shows: 'the base is applied once, and mock secrets are made in the cluster by an account that may do nothing else',
  on: 'api-server',
  prove: async (bed, claims) => {
    await claims.that('cluster apply-base brings what Argo CD stands on, and finds nothing to do the second time', () => basedTwice(bed));
    claims.skip('terraform applies the stack', 'no provider of Terraform is downloaded here; its objects are checked against the schema');
    const { secrets } = mockPlan(bed.environment.secrets());
    if (secrets.length === 0) return claims.skip('mock secrets are made in the cluster', `${bed.name} has none: its secrets are sealed`);
    const stack = await stackText(bed);
    const objects = objectsOf(stack);
    await bed.cluster.apply(objects.filter(({ kind }) => PERMISSIONS.includes(kind)));
    await claims.that('the API server takes every object of the stack without a warning, and Pod Security its pods', () =>
      taken(bed, objects),
    );
    await claims.that('the Job makes every mock Secret of the environment, with all its keys, and nothing the second time', async () => {
      const first = await runJob(bed, stack);
      none(await incomplete(bed, secrets));
      const second = await runJob(bed, stack);
      if (!second.includes(`0 of ${secrets.length} Secrets made`)) throw new Error(`the second time it says: ${second}`);
      return first.trim().split('\n').pop() ?? '';
    });
    await claims.that('its account may get and create these, and nothing else', () => permittedOnly(bed, secrets));
  },
};

async function basedTwice(bed: Testbed): Promise<string> {
  const { stdout: context } = await bed.cluster.kubectl(['config', 'current-context']);
  const apply = (): Promise<Said> => runOn(bed, 'cluster', 'apply-base', '--confirm', context.trim());
  const [first, second] = [await apply(), await apply()];
  none([first, second].filter(({ status }) => status !== 0).map(({ status, stderr }) => `exit code ${status}: ${stderr.trim()}`));
  if (!second.stdout.includes('nothing applied')) throw new Error(`the second time it says: ${second.stdout}`);
  const missing = await Promise.all(
    bed.namespaces().map(async (name) => ((await bed.cluster.get(`/api/v1/namespaces/${name}`)) === undefined ? [name] : [])),
  );
  none(missing.flat().map((name) => `the namespace ${name} is not there`));
  return first.stdout.trim();
}

async function stackText({ environment, processes }: Testbed): Promise<string> {
  const out = join(processes.folder, 'stack');
  const root = join(__dirname, '../../..');
  const folder = await writeStack({ fs: disk, root, environment, name: stackOf(environment), out });
  return readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
}

/** Asks for each object, and for a pod of each template, by a strict dry run. */
async function taken({ cluster }: Testbed, objects: readonly StackObject[]): Promise<string> {
  const pods = objects.flatMap(({ metadata, spec }) =>
    spec?.template === undefined
      ? []
      : [{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec.template.spec, serviceAccountName: ACCOUNT.name } }],
  );
  if (pods.length === 0) throw new Error('the stack runs nothing');
  const args = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict', '--filename', '-'];
  const answers = await Promise.all(
    [...objects, ...pods].map(async (object) => ({ object, said: await cluster.kubectl(args, JSON.stringify(object)) })),
  );
  none(
    answers
      .filter(({ said }) => said.status !== 0 || said.stderr !== '')
      .map(({ object, said }) => `${object.kind} ${object.metadata.name}: ${said.stderr.trim()}`),
  );
  return `${objects.length} objects, ${pods.length} pods`;
}

/** Runs the script of the Job as its account, which is what a container of it would be. @returns what it said */
async function runJob(bed: Testbed, stack: string): Promise<string> {
  const { namespace, name } = ACCOUNT;
  const { stdout: token, stderr } = await bed.cluster.kubectl(['create', 'token', name, '--namespace', namespace]);
  if (token === '') throw new Error(`no token of ${namespace}/${name}: ${stderr.trim()}`);
  const { server, authority } = serverOf(bed.cluster.kubeconfig);
  const folder = bed.scratch('mock-secrets');
  const files = { token, 'ca.crt': authority, 'plan.json': fileOf(stack, 'plan.json'), 'script.js': fileOf(stack, 'mock-secrets.js') };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text, { mode: 0o600 });
  const env = {
    PLAN: join(folder, 'plan.json'),
    SERVICE_ACCOUNT: folder,
    KUBERNETES_SERVICE_HOST: server.hostname,
    KUBERNETES_SERVICE_PORT: server.port,
  };
  const { status, ...said } = await new Promise<Said>((resolve) => {
    const child = execFile(process.execPath, [join(folder, 'script.js')], { env }, (_, out, err) =>
      resolve({ status: child.exitCode ?? 2, stdout: out, stderr: err }),
    );
  });
  if (status !== 0) throw new Error(said.stderr.trim());
  return said.stdout;
}

function serverOf(kubeconfig: string): { server: URL; authority: string } {
  const { clusters } = load(readFileSync(kubeconfig, 'utf8')) as { clusters: { cluster: Record<string, string> }[] };
  const { server = '', 'certificate-authority': file, 'certificate-authority-data': data = '' } = clusters[0]?.cluster ?? {};
  return { server: new URL(server), authority: file === undefined ? Buffer.from(data, 'base64').toString() : readFileSync(file, 'utf8') };
}

async function incomplete({ cluster }: Testbed, secrets: readonly PlannedSecret[]): Promise<string[]> {
  const problems = await Promise.all(
    secrets.map(async ({ namespace, name, data }) => {
      const live = await cluster.get(`/api/v1/namespaces/${namespace}/secrets/${name}`);
      const missing = Object.keys(data).filter((key) => !live?.data?.[key]);
      return missing.map((key) => `Secret ${namespace}/${name} has no ${key}`);
    }),
  );
  return problems.flat();
}

interface Act {
  readonly verb: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const OTHERS = ['pods', 'configmaps', 'serviceaccounts'];

/** Asks the authorizer, act by act. */
async function permittedOnly(bed: Testbed, secrets: readonly PlannedSecret[]): Promise<string> {
  const isMeant = ({ verb, resource, namespace, name }: Act): boolean =>
    resource === 'secrets' &&
    secrets.some((secret) => secret.namespace === namespace && (verb === 'create' || (verb === 'get' && secret.name === name)));
  const names = [...new Set(secrets.map(({ name }) => name)), 'somebody-elses'];
  const asked = [...names.map((name) => ({ resource: 'secrets', name })), ...OTHERS.map((resource) => ({ resource, name: 'any' }))];
  const acts = [...bed.namespaces(), 'kube-system', ACCOUNT.namespace].flatMap((namespace) =>
    VERBS.flatMap((verb) => asked.map((act): Act => ({ verb, namespace, ...act }))),
  );
  const answers = await Promise.all(acts.map(async (act) => ({ act, may: await may(bed, act) })));
  none(
    answers
      .filter(({ act, may }) => may !== isMeant(act))
      .map(({ act, may }) => `it ${may ? 'may' : 'may not'} ${act.verb} ${act.resource}/${act.name} in ${act.namespace}`),
  );
  const permitted = answers.filter((answer) => answer.may).length;
  if (permitted === 0) throw new Error('it may do nothing at all');
  return `${acts.length} acts, ${permitted} of them permitted`;
}

async function may({ cluster }: Testbed, { verb, resource, namespace, name }: Act): Promise<boolean> {
  const user = `system:serviceaccount:${ACCOUNT.namespace}:${ACCOUNT.name}`;
  const spec = { user, resourceAttributes: { verb, resource, namespace, name } };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const answer = await cluster.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { body });
  return (answer.body as { status?: { allowed?: boolean } }).status?.allowed === true;
}
