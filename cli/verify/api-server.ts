import type { Kubectl } from '../cluster/target';
import { saidBy } from '../drift/objects';
import { type Check, failed, ok, unknown, unless } from './check';

/** Whether the API server answers and is the version that the manifests are judged for. */
export async function apiServer(kubectl: Kubectl, wanted: string): Promise<readonly Check[]> {
  return [await readiness(kubectl), await version(kubectl, wanted)];
}

/** Only a server that says itself that it is not ready has failed; one that is not reached, or does not let itself be asked, is unknown. */
async function readiness(kubectl: Kubectl): Promise<Check> {
  const name = 'API server';
  const ran = await kubectl.run(['get', '--raw', '/readyz']);
  if (ran.status === 0 && ran.stdout.trim() === 'ok') return ok(name, `${kubectl.server} is ready`);
  const said = saidBy(ran);
  if (ran.status === 0 || NOT_READY.test(said)) return failed(name, said, 'what has "[-]" before it is not ready; see docs/runbooks');
  return unknown(name, said, 'is the machine of the control plane up, and may this kubeconfig reach it?');
}

/** The end of the list that a server answers with as long as a part of it is not ready. */
const NOT_READY = /readyz check failed/;

/** A server may emulate an older version than its own; what it emulates is what counts. */
async function version(kubectl: Kubectl, wanted: string): Promise<Check> {
  const name = 'Kubernetes version';
  const ran = await kubectl.run(['get', '--raw', '/version']);
  if (ran.status !== 0) return unknown(name, saidBy(ran), 'once the API server answers, verify again');
  const found = minorOf(ran.stdout);
  if (found === undefined) return unknown(name, 'the server answered with no version', 'is it a Kubernetes API server?');
  return unless(
    name,
    found === wanted ? [] : [`${found}, and envs/clusters.ts says ${wanted}`],
    found,
    'upgrade the cluster, or change the facts in envs/clusters.ts',
  );
}

function minorOf(text: string): string | undefined {
  try {
    const { major, minor, emulationMajor, emulationMinor } = JSON.parse(text) as Record<string, string | undefined>;
    const [first, second] = emulationMinor ? [emulationMajor, emulationMinor] : [major, minor];
    return first && second ? `${first}.${second.replace(/\D+$/, '')}` : undefined;
  } catch {
    return undefined;
  }
}
