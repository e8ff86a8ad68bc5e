import { applications, refresh, requestSync, type State } from '../harness/argo-cd';
import { type Claims, none } from '../harness/claims';
import type { DeliveredBed } from '../harness/delivered-bed';
import { until } from '../harness/until';
import type { Finder } from './found';
import { type HandEdit, handEdits, openings, perform, remaining, takeBack } from './hand-edits';

/** Seconds in which what was changed by hand is as before. */
const SOON = 120;

/** Changes what runs by hand, all at once, and claims that it is put back: at once where syncs are automated, else by request. */
export async function putBack(bed: DeliveredBed, finder: Finder, claims: Claims): Promise<void> {
  const [edits, opened] = [await handEdits(bed, finder), await openings(bed, finder)];
  const started = Date.now();
  await perform(bed, finder, [...edits, ...opened]);
  const states = await applications(bed.cluster);
  const heals = ({ application }: HandEdit): boolean => healsItself(states.find(({ name }) => name === application));
  const requested = [...edits, ...opened].filter((edit) => !heals(edit));
  if (requested.length > 0) {
    await claims.that(
      'what somebody changed by hand is reported by its Application, object by object, and stays until a sync',
      async () => {
        none(await unreported(bed, finder, requested));
        return counted(requested);
      },
    );
    await syncAll(bed, requested);
  }
  await claims.that(`what somebody changed or deleted by hand is put back within ${SOON} s`, () => restored(finder, edits, started));
  await claims.that(`a NetworkPolicy that somebody opened is closed again within ${SOON} s`, () => restored(finder, opened, started));
  await takeBack(bed, finder, opened);
  await bed.settled();
}

function healsItself(state: State | undefined): boolean {
  return state?.live.spec.syncPolicy?.automated?.selfHeal === true;
}

async function restored(finder: Finder, edits: readonly HandEdit[], started: number): Promise<string> {
  let left: readonly HandEdit[] = edits;
  await until(
    async () => {
      left = await remaining(finder, left);
      return left.length === 0;
    },
    {
      within: Math.max(0, SOON - (Date.now() - started) / 1000),
      every: 1,
      what: () => `${left.length} of ${edits.length}, which nobody put back: ${left.map(({ object }) => object).join(', ')}`,
    },
  );
  return `${counted(edits)}, after ${((Date.now() - started) / 1000).toFixed(0)} s`;
}

/** @throws over nothing */
function counted(edits: readonly HandEdit[]): string {
  if (edits.length === 0) throw new Error('there is nothing to change by hand');
  const kinds = [...new Set(edits.map(({ manifest }) => manifest.kind))];
  return kinds.map((kind) => `${edits.filter(({ manifest }) => manifest.kind === kind).length} ${kind}`).join(', ');
}

/** Waits until Applications say OutOfSync of what was changed; returns what they do not say, and what was put back unasked. */
async function unreported(bed: DeliveredBed, finder: Finder, edits: readonly HandEdit[]): Promise<string[]> {
  await refresh(bed.cluster, [...new Set(edits.map(({ application }) => application))]);
  let silent: readonly HandEdit[] = edits;
  await until(
    async () => {
      const states = await applications(bed.cluster);
      silent = silent.filter((edit) => !says(edit, states));
      return silent.length === 0;
    },
    { within: SOON / 3, every: 1, what: '' },
  ).catch(() => {});
  const left = new Set(await remaining(finder, edits));
  return [
    ...silent.map(({ object, application }) => `${application} says nothing of ${object}`),
    ...edits.filter((edit) => !left.has(edit)).map(({ object }) => `${object} was put back, and nobody asked for it`),
  ];
}

function says({ application, manifest }: HandEdit, states: readonly State[]): boolean {
  const state = states.find(({ name }) => name === application);
  const resources = (state?.live.status?.resources ?? []) as { kind: string; namespace?: string; name: string; status: string }[];
  return resources.some(
    ({ kind, namespace, name, status }) =>
      status === 'OutOfSync' && kind === manifest.kind && name === manifest.metadata.name && namespace === manifest.metadata.namespace,
  );
}

async function syncAll(bed: DeliveredBed, edits: readonly HandEdit[]): Promise<void> {
  const names = new Set(edits.map(({ application }) => application));
  for (const state of await applications(bed.cluster)) if (names.has(state.name)) await requestSync(bed.cluster, state);
}
