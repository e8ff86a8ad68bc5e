import type { CommandContext } from '../command';
import { argoCdOf, hasRoot } from './argo-cd';
import { baseOf } from './base';
import type { Seed } from './seed';
import type { Site } from './site';
import type { Step } from './steps';
import { kubectl } from './succeeding';
import { workingTree } from './working-tree';

/** Namespaces, limits and what Argo CD stands on. */
export function baseStep(site: Site, { fs }: CommandContext): Step {
  const base = baseOf(fs, site.rendered);
  return {
    name: 'base',
    subject: `base of ${site.environment.name}, ${base.manifests.length} objects`,
    isDone: async () => base.isIn(await site.reach()),
    run: async () => base.applyTo(await site.reach()),
  };
}

/** The Terraform stack. */
export function seedStep(site: Site, seed: Seed): Step {
  return {
    name: 'stack',
    subject: `stack ${seed.stack}`,
    isDone: async () => {
      await site.reach();
      return seed.isApplied() && (await seed.plan()).code === 0;
    },
    run: async (hear) => {
      await site.reach();
      await seed.apply({}, hear);
    },
  };
}

/** Argo CD, what it reads if that is in the cluster itself, and what it is to do. */
export function platformSteps(site: Site, { root, fs, terminal }: CommandContext): readonly Step[] {
  const { rendered, programs, state } = site;
  const argoCd = argoCdOf(fs, rendered);
  const tree = workingTree({ root, fs, programs, state, rendered });
  if (!tree.isServed) terminal.say(`Argo CD reads ${tree.repository} itself, so what lies in the working tree is not shown to it`);
  const serving: Step = {
    name: 'working tree',
    subject: `${rendered} in the git server`,
    isDone: async () => tree.isIn(await site.reach()),
    run: async () => {
      const cluster = await site.reach();
      await tree.pushTo(cluster);
      if (await hasRoot(cluster)) await refresh(cluster);
    },
  };
  return [
    {
      name: 'argo cd',
      subject: 'Argo CD',
      isDone: async () => argoCd.isIn(await site.reach()),
      run: async (hear) => argoCd.installOn(await site.reach(), programs, hear),
    },
    ...(tree.isServed ? [serving] : []),
    {
      name: 'root',
      subject: 'projects and root Application',
      isDone: async () => argoCd.isHanded(await site.reach()),
      run: async () => argoCd.handTo(await site.reach()),
    },
  ];
}

/** Argo CD looks at its repository every few minutes; who just pushed does not want to wait. */
async function refresh(cluster: Awaited<ReturnType<Site['reach']>>): Promise<void> {
  const args = [
    'annotate',
    'applications.argoproj.io',
    '--all',
    '--namespace',
    'argocd',
    '--overwrite',
    'argocd.argoproj.io/refresh=normal',
  ];
  await kubectl(cluster, args);
}
