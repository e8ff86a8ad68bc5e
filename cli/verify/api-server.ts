import type { Kubectl } from '../cluster/target';
import { type Check, failed, ok, saidBy, unknown, unless } from './check';

/** Whether the API server answers and is the version that the manifests are judged for. */
export async function apiServer(kubectl: Kubectl, wanted: string): Promise<readonly Check[]> {
  const ready = await kubectl.run(['get', '--raw', '/readyz']);
  const said = ready.stdout.trim();
  const answers =
    ready.status === 0 && said === 'ok'
      ? ok('API server', `${kubectl.server} is ready`)
      : failed('API server', saidBy(ready), 'see docs/runbooks: is the machine of the control plane up, and may this kubeconfig reach it?');
  return [answers, await version(kubectl, wanted)];
}

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
