import { resolve } from 'node:path';
import type { Environment } from '../../lib';
import type { CommandContext } from '../command';
import { loadEnvironment, makeEnvironment } from '../environments';
import { resolved } from '../settings';
import { type Aim, type Aimed, aimed } from './aim';
import { type StateFolder, stateFolder } from './state-folder';

/** An environment, and the cluster that it goes to. */
export interface Site extends Omit<Aimed, 'environment'> {
  readonly environment: Environment;
  /** Folder of what was rendered, absolute. */
  readonly rendered: string;
  readonly state: StateFolder;
}

/** The site that a command was given. @param signal interrupts its programs */
export async function siteOf(aim: Aim, context: CommandContext, signal: AbortSignal): Promise<Site> {
  const { environment: name, ...rest } = aimed(aim, context, signal);
  return {
    ...rest,
    environment: makeEnvironment(name, await loadEnvironment(name)),
    rendered: resolve(context.root, resolved(rest.settings, name).dist),
    state: stateFolder(context.root, rest.context),
  };
}
