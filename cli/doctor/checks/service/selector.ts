import { environmentLine, kubectlLine } from '../../../drift/hint';
import { type About, aboutOf, type Check, problem } from '../../finding';
import { labelText } from '../../labels';
import { liveServices, meant } from '../../services';

export const selector: Check = {
  id: 'service/selector',
  title: "each Service's selector finds the pods that it is for",
  asked: ['000: a service is unreachable', 'A52'],
  needs: 'cluster',
  reads: ['services', 'pods', 'deployments', 'statefulSets', 'daemonSets'],
  examine: (facts) => {
    const all = liveServices(facts);
    const findings = all.flatMap(({ service, selector: asks, pods, templates }) => {
      const wanted = meant(facts, service);
      const lost = wanted.filter(({ about }) => !templates.some((template) => isSame(template.about, about)));
      const strays = wanted.length === 0 ? [] : templates.filter(({ about }) => !wanted.some((own) => isSame(own.about, about)));
      const isBlind = templates.length === 0 && pods.length === 0;
      if (Object.keys(asks).length === 0 && wanted.length === 0) return [];
      if (!isBlind && lost.length === 0 && strays.length === 0) return [];
      const { namespace = '', name } = service.metadata;
      const others = strays.map(({ about }) => `${about.kind} ${about.name}`).join(', ');
      const who = lost.map(({ about, labels }) => `${about.kind} ${about.name} has ${labelText(pick(labels, asks))}`).join('; ');
      const found = `it asks for ${labelText(asks) || 'nothing'}: ${isBlind ? 'no pod has that' : lost.length > 0 ? 'not the pods that are meant' : `also pods of ${others}`}${who === '' ? '' : `; ${who}`}`;
      const next = `${kubectlLine(facts.place, `--namespace ${namespace} get pods --show-labels`)}; ${environmentLine(facts.place, 'drift')} says who changed it; dist has the selector of Service ${name}`;
      return [problem(aboutOf(service), { found, expected: 'a selector that its pods have, and no others', next })];
    });
    return { checked: `${all.length} Services`, findings };
  },
};

function isSame(one: About, other: About): boolean {
  return one.kind === other.kind && one.name === other.name;
}

/** What pods have for the keys that are asked for. */
function pick(labels: Readonly<Record<string, string>>, asked: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(asked).map((key) => [key, labels[key] ?? 'none']));
}
