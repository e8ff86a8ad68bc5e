import { join } from 'node:path';
import { applicationsToPause, type Finding, INCIDENT, type Incident, incidentFile, isOpen, type Synthesis, sha256 } from '../../lib';
import type { FileSystem } from '../ports/file-system';

interface Project {
  readonly fs: FileSystem;
  readonly root: string;
}

/** Where records of changes by hand say what no command writes: of no environment, of other captures, or of Applications of others. */
export function recordProblems(
  incidents: readonly Incident[],
  syntheses: readonly Synthesis[],
  environments: readonly string[],
  { fs, root }: Project,
): Finding[] {
  const asked = new Map(syntheses.map((synthesis) => [synthesis.environment, synthesis]));
  return incidents.flatMap((incident) => {
    if (!environments.includes(incident.environment)) {
      // What is closed is the log of an environment that was there.
      if (!isOpen(incident)) return [];
      const message = `${incident.id} is open for ${incident.environment}, which is no environment, so that it pauses and blocks nothing`;
      return [finding(incident, 'environment', message, `say one of ${environments.join(', ')}, in its name too`)];
    }
    const synthesis = asked.get(incident.environment);
    return synthesis === undefined ? [] : [...captureProblems(incident, fs, root), ...pauseProblems(incident, synthesis)];
  });
}

function finding(incident: Incident, field: string, message: string, fix: string): Finding {
  const { environment } = incident;
  return { rule: INCIDENT, severity: 'error', environment, object: '', file: incidentFile(incident), field, message, fix };
}

/** What was captured unblocks promotions, so that it has to be there, and to be what was captured. */
function captureProblems(incident: Incident, fs: FileSystem, root: string): Finding[] {
  return incident.captures.flatMap(({ file, sha256: digest, components }, index) => {
    const field = `captures[${index}]`;
    const fix = `commit it as "npm run breakglass -- capture" wrote it, or capture again`;
    if (fs.kindOf(join(root, file)) !== 'file') return [finding(incident, field, `${file} is not there`, fix)];
    const text = fs.read(join(root, file));
    if (sha256(text) !== digest) return [finding(incident, field, `${file} is not what was captured`, fix)];
    const found = componentsIn(text);
    const isSame = [...components].sort().join() === found?.join();
    return isSame
      ? []
      : [finding(incident, field, `${file} is of ${found?.join(', ') || 'no component'}, not of ${components.join(', ')}`, fix)];
  });
}

function componentsIn(text: string): string[] | undefined {
  try {
    const { differences } = JSON.parse(text) as { differences: { component: string }[] };
    return [...new Set(differences.map(({ component }) => component))].filter((name) => name !== '').sort();
  } catch {
    return undefined;
  }
}

/** A record pauses what it changes and what keeps that, and nobody else's. */
function pauseProblems(incident: Incident, { objects }: Synthesis): Finding[] {
  if (!isOpen(incident)) return [];
  const owned = objects.map(({ manifest, unit }) => ({ manifest, component: unit.component }));
  const own = applicationsToPause(owned, incident.components);
  const others = owned
    .map(({ manifest }) => manifest)
    .filter(({ kind, metadata }) => kind === 'Application' && !own.includes(metadata.name));
  const strange = others.map(({ metadata }) => metadata.name).filter((name) => incident.paused.includes(name));
  if (strange.length === 0) return [];
  const message = `${incident.id} pauses ${strange.join(', ')}, of none of its components (${incident.components.join(', ')})`;
  return [finding(incident, 'paused', message, 'open another record for what else is changed')];
}
