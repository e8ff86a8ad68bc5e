import type { Environment } from './environment';
import type { Incident } from './incident/incident';
import { incidentSection } from './incident/page';
import { groupBy } from './manifest/group-by';
import { type LaidOut, markerText } from './manifest/layout';
import { membranePicture } from './picture/drawing';
import { Membrane } from './picture/membrane';
import { mermaidText } from './picture/mermaid';
import { doorsInto, reachOf } from './policy/membrane/world-reach';
import type { World } from './policy/world';
import { Unknown } from './tenancy/fact';

/**
 * The page of an environment: what it is, who may reach whom, what it holds, how to work with it. Without versions.
 * @param membrane who may reach whom, as `membraneText` tells it of the same files
 * @param incidents records of changes by hand; those that are open stand on it. @default none
 */
export function readme(environment: Environment, files: readonly LaidOut[], membrane: string, incidents: readonly Incident[] = []): string {
  const { name } = environment;
  const open = incidentSection(incidents);
  return `<!-- ${markerText(name)} -->

# ${name}

${table(['', ''], factRows(environment))}
${open === undefined ? '' : `\n${open}\n`}
## Who may connect to whom

${membrane}

## What it holds

${table(['Unit', 'Component', 'Project', 'Objects'], unitRows(files))}

## Working with it

\`\`\`sh
npm run synth -- --env ${name}        # render this folder again
npm run validate -- --env ${name}     # every gate, and whether this folder is what the classes render
npm run explain -- ${name} KIND/NAME  # which line made an object
kubectl apply -k dist/${name}         # emergency only, when the controller cannot reconcile
\`\`\`
`;
}

/** The table that source 000 leaves open, and the traits; what nobody has confirmed says so (requirements A12, A56). */
function factRows({ cluster, traits, delivery }: Environment): string[][] {
  const { operations } = cluster;
  return [
    ['Cluster', cluster.name],
    ['Kubernetes', cluster.kubernetes],
    ['Domain', cluster.domain],
    ['GitOps controller', `${delivery.engine}, applies ${delivery.cadence}`],
    ['On call', String(operations.onCall)],
    ['Escalation', String(operations.escalation)],
    ['Secrets', String(operations.secrets)],
    ['Promotion', `${traits.follows === undefined ? 'changes arrive here first' : `from ${traits.follows}`}: ${operations.promotion}`],
    ['Purpose', traits.purpose],
    ['Data', traits.data],
    ['Open to', traits.audience],
    ['Size', `${traits.size}${traits.highlyAvailable ? ', survives the loss of a node' : ''}`],
    ['Stores', traits.encrypted ? 'TLS; PostgreSQL and Redis ask for a client certificate too' : 'no TLS'],
    ['Backups', cluster.backup === undefined ? 'none' : cluster.backup instanceof Unknown ? String(cluster.backup) : cluster.backup.name],
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '--')), ...rows.map(line)].join('\n');
}

function unitRows(files: readonly LaidOut[]): string[][] {
  return [...groupBy(files, ({ unit }) => `${unit.folder} ${unit.component}`).values()].map((objects) => {
    const { folder, component, project } = (objects[0] as LaidOut).unit;
    return [folder, component, project, String(objects.length)];
  });
}

/** What a page can show. Mermaid draws 500 arrows, which nobody could follow. */
const MOST = { workloads: 60, arrows: 250 };

/** Who may reach whom, in Markdown: the trust membrane by what may really connect, which takes both ends of a connection. */
export function membraneText(world: World): string {
  const name = world.environment;
  const tooMany = (what: string): string =>
    `Not drawn: ${what} are too many for a page; \`npm run --silent reach -- ${name} --svg\` draws them.`;
  // Large worlds are looked into by those alone who ask.
  if (world.pods.length > MOST.workloads) return tooMany(`${world.pods.length} workloads`);
  const { reachability, objects } = reachOf(world);
  if (reachability.problems.length + reachability.undecided.length > 0) {
    return `Not drawn: it cannot be decided who reaches whom; \`npm run validate -- --env ${name}\` tells why.`;
  }
  const picture = membranePicture(name, new Membrane(reachability, objects, doorsInto(world)));
  if (picture.arrows.length > MOST.arrows) return tooMany(`${picture.arrows.length} arrows`);
  return `What may open a connection to what, decided from the manifests of this folder. Thick arrows lead into stores by the governed API, red and
crossed ones would lead there around it; dotted ones are ways in and where they lead, which policies have to allow as well. Pods of charts
are not seen here, so that everything counts that they may do.

\`\`\`mermaid
${mermaidText(picture)}
\`\`\`

Left out are name resolution, metrics, what the platform's own pods do among themselves and with the API server, and connections that leave
the cluster. \`npm run reach -- ${name}\` lists every connection of the pods that are seen here, and of a pair says why.`;
}
