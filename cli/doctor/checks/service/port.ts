import { environmentLine } from '../../../drift/hint';
import { aboutOf, type Check, problem } from '../../finding';
import type { Template } from '../../pods';
import { liveServices, portsOf, type ServicePort } from '../../services';

interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

export const port: Check = {
  id: 'service/port',
  title: 'each port of a Service leads to a port that its containers listen on',
  asked: ['000: a service is unreachable', 'A52'],
  needs: 'cluster',
  reads: ['services', 'pods', 'deployments', 'statefulSets', 'daemonSets'],
  examine: (facts) => {
    const all = liveServices(facts);
    const findings = all.flatMap(({ service, templates }) =>
      portsOf(service).flatMap((own) => {
        const deaf = templates.filter((template) => !listens(template, own));
        if (deaf.length === 0) return [];
        const target = own.targetPort ?? own.port;
        const [first] = deaf as [Template];
        const has = declared(first).map(({ name, containerPort }) =>
          name === undefined ? `${containerPort}` : `${name} (${containerPort})`,
        );
        const found = `port ${own.port} leads to ${target}, and ${first.about.kind} ${first.about.name} has ${has.join(', ') || 'none'}`;
        const next = `${environmentLine(facts.place, 'drift')} says who changed it; dist has the ports of the Service and of its containers`;
        return [problem(aboutOf(service), { found, expected: `a container port ${target}`, next })];
      }),
    );
    return { checked: `${all.length} Services`, findings };
  },
};

function declared({ spec }: Template): readonly ContainerPort[] {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])] as readonly { ports?: readonly ContainerPort[] }[];
  return containers.flatMap(({ ports = [] }) => ports);
}

/** A container that declares no port may listen on any number; a name has to be one of its own. */
function listens(template: Template, { port: number, targetPort = number, protocol = 'TCP' }: ServicePort): boolean {
  const ports = declared(template).filter((one) => (one.protocol ?? 'TCP') === protocol);
  if (typeof targetPort === 'string') return ports.some(({ name }) => name === targetPort);
  return declared(template).length === 0 || ports.some(({ containerPort }) => containerPort === targetPort);
}
