import { clusterFacts } from '../../envs';
import type { Cluster } from '../../lib';
import { type Aim, aimed } from '../cluster/aim';
import { heedingInterruption } from '../cluster/interruption';
import type { CommandContext, ExitCode } from '../command';
import { committedObjects } from '../drift/committed';
import { printChecks } from '../report/checks';
import { resolved } from '../settings';
import { inspect, inspections } from '../verify/inspections';
import { badWait } from '../verify/messages';

export interface VerifyOptions extends Aim {
  readonly wait?: string;
  readonly json?: boolean;
}

/** Seconds that the probe's images may take to come, and its policy to be enforced. */
const PATIENCE = { start: 90, enforce: 15 };

/**
 * Checks a cluster by its facts and `dist`: 2 if something could not be asked, whatever else was found, as `drift` has it; then 1 if
 * something is wrong. On clusters elsewhere the enforcement of policies is never asked, since that takes pods.
 */
export async function clusterVerify(options: VerifyOptions, context: CommandContext): Promise<ExitCode> {
  const { root, fs, terminal } = context;
  const { wait = '0', json = false } = options;
  if (!/^\d{1,6}$/.test(wait)) throw badWait(wait);
  const { environment, settings, reach } = aimed(options, context);
  const manifests = committedObjects(fs, root, resolved(settings, environment).dist).map(({ manifest }) => manifest);
  const kubectl = await reach();
  terminal.say(`verifying ${environment} on ${kubectl.context}, ${kubectl.server}`);
  const cluster = (await clusterFacts())[environment] as Cluster;

  const { STORAGE_CLASS_DEFAULT: storageClass } = settings;
  const asked = inspections({ kubectl, environment, cluster, manifests, storageClass, patience: PATIENCE });
  const checks = await heedingInterruption((signal) => inspect(asked, { seconds: Number(wait), say: terminal.say, signal }));
  if (json) terminal.result(JSON.stringify({ environment, context: kubectl.context, server: kubectl.server, checks }, null, 2));
  else printChecks(checks, terminal);
  const states = checks.map(({ state }) => state);
  return states.includes('unknown') ? 2 : states.includes('failed') ? 1 : 0;
}
