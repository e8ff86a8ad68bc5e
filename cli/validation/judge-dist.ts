import { join } from 'node:path';
import {
  certificateAge,
  DIST_IS_SYNTH,
  departures,
  expiries,
  type Finding,
  type Incident,
  incidentFindings,
  isDay,
  type Judgement,
  type Synthesis,
  stray,
} from '../../lib';
import type { CommandContext } from '../command';
import { selectEnvironments, synthesizeSelected } from '../environments';
import { lockChanges } from '../locks';
import { notADay } from '../messages';
import { sealingEnd } from '../neighbours';
import { parityFindings } from '../parity';
import { lockFolder } from '../paths';
import type { Change, Removal } from '../ports/changes';
import { readGeneratedTree } from '../ports/generated-tree';
import { finishInterruptedSwap } from '../ports/publish';
import { reviewSince } from '../promotion/review';
import { readIncidents, recordTexts } from '../records';
import type { Chosen } from './chosen-rules';
import { recordProblems } from './incident-records';
import { REPOSITORY_SCAN, repositoryCredentials } from './repository-scan';

export interface DistOptions {
  /** @default all */
  readonly env?: readonly string[];
  /** Branch or commit since which every change of a lock is judged again. @default none */
  readonly base?: string;
  /** Day that waivers, approvals, sealing certificates and records of changes by hand are held against, `YYYY-MM-DD`. @default today */
  readonly today?: string;
}

/**
 * What synth renders, and where dist departs from it. Where it does not, judging the one is judging the other. Credentials are looked
 * for in every file of the project.
 */
export async function judgeDist(
  { env, base, today }: DistOptions,
  { gates, isAsked }: Chosen,
  context: CommandContext,
): Promise<Judgement[]> {
  const { fs, root, terminal } = context;
  const day = today ?? new Date().toISOString().slice(0, 10);
  if (!isDay(day)) throw notADay(day);
  const dist = join(root, 'dist');
  finishInterruptedSwap(fs, dist, terminal.say);
  const { files, foreign } = readGeneratedTree(fs, dist);
  const paths = [...new Set([...files.keys(), ...foreign.keys()])];
  const incidents = readIncidents(fs, root);
  const moment = today === undefined ? new Date().toISOString() : `${day}T00:00:00Z`;
  const syntheses = await synthesizeSelected(env, { fs, root, judgesAnew: true, gates, incidents });
  const judgements = syntheses.map((synthesis) => {
    const folder = `${synthesis.environment}/`;
    const own = paths.filter((path) => path.startsWith(folder));
    const committed = new Map(own.map((path) => [path.slice(folder.length), files.get(path) ?? '']));
    const { judgement } = synthesis;
    const findings = [
      ...judgement.findings,
      ...expiries(synthesis, day),
      ...sealingAge(synthesis, day, context),
      ...incidentsOf(synthesis, incidents, moment),
    ];
    // Without locks it is not known what dist shall hold.
    if (findings.some(({ rule }) => rule === 'layout/lock')) return { ...judgement, findings };
    const locks = lockChanges(synthesis, recordTexts(fs, root, lockFolder(synthesis.environment)));
    return {
      ...judgement,
      findings: [...findings, ...departures(synthesis, committed), ...locks.map((change) => lockDeparture(synthesis, change))],
    };
  });
  const known = selectEnvironments(undefined);
  const strays = paths.filter((path) => !known.includes(path.split('/', 1)[0] as string) || !path.includes('/'));
  const reviewed = base === undefined ? [] : await reviewSince(base, env, context);
  const records = recordProblems(incidents, syntheses, known, { fs, root });
  const parity = parityFindings(syntheses);
  const credentials = isAsked(REPOSITORY_SCAN) ? repositoryCredentials(root, fs) : [];
  return [
    ...judgements,
    { findings: [...strays.map(stray), ...parity, ...records, ...reviewed, ...credentials], checked: { objects: 0, rules: 0 } },
  ];
}

function incidentsOf({ environment }: Synthesis, incidents: readonly Incident[], moment: string): Finding[] {
  return incidentFindings(
    incidents.filter((incident) => incident.environment === environment),
    moment,
  );
}

function sealingAge({ environment }: Synthesis, day: string, { fs, root }: CommandContext): Finding[] {
  const end = sealingEnd(environment, fs, root);
  const found = end && certificateAge(environment, end, day);
  return found === undefined ? [] : [found];
}

function lockDeparture({ environment }: Synthesis, { path, before, after }: Change | Removal): Finding {
  const message =
    before === undefined ? 'is missing' : after === undefined ? 'is of a component that is not there' : 'is not what synth writes';
  const fix = `run "npm run synth -- --env ${environment}" and commit`;
  return { rule: DIST_IS_SYNTH, severity: 'error', environment, object: '', file: path, field: '', message, fix };
}
