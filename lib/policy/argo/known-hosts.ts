import { listAt, textAt } from '../../manifest/fields';
import { valueAt } from '../../manifest/manifest';
import { ARGO_CD_NAMESPACE } from '../../manifest/unit';
import { sourcesOf } from '../project/synced';
import type { Rule, Violation } from '../rule';
import type { World } from '../world';
import { applicationsOf } from './application-view';
import { knows, spokenAddress, sshAddressOf } from './host-key';
import { projectsOf } from './project-view';
import { argoCdCharts } from './settings';

const CONFIG_MAP = 'argocd-ssh-known-hosts-cm';

export const knownHosts: Rule = {
  id: 'argo/known-hosts',
  title: 'Argo CD has a key of every host that it reads from by SSH',
  severity: 'error',
  rationale:
    'From a host whose key it does not have it reads nothing, and the way out that people find is not to ask for keys (hardening, control-plane ConfigMaps: argocd-ssh-known-hosts-cm).',
  requirements: ['B1', 'B25'],
  fix: `write the host's key into ${CONFIG_MAP}, or configs.ssh.extraHosts of the chart, or read by https`,
  *check(world) {
    const files = filesOf(world);
    if (files.length === 0) return;
    for (const { object, field, url } of repositories(world)) {
      const address = sshAddressOf(url);
      if (address === undefined || /[*?{]/.test(address.host) || files.some((file) => knows(file, address))) continue;
      yield { object, field, message: `reads from ${spokenAddress(address)} by SSH, of which ${CONFIG_MAP} has no key` };
    }
  },
};

/** Hosts whose keys Argo CD and its chart come with. */
const KNOWN = ['[ssh.github.com]:443', 'bitbucket.org', 'github.com', 'gitlab.com', 'ssh.dev.azure.com', 'vs-ssh.visualstudio.com'];
const SHIPPED = KNOWN.map((host) => `${host} ssh-rsa shipped`).join('\n');

/** The files of known hosts that Argo CD gets; none where nothing here says what it gets. */
function filesOf(world: World): string[] {
  const map = world.tryFind('/ConfigMap', ARGO_CD_NAMESPACE, CONFIG_MAP);
  return [
    ...(map === undefined ? [] : [textAt(map.manifest, 'data.ssh_known_hosts') ?? '']),
    ...argoCdCharts(world).map(({ values }) => {
      const ssh = valueAt(values, 'configs.ssh');
      if (valueAt(ssh, 'create') === false) return '';
      return `${textAt(ssh, 'knownHosts') ?? SHIPPED}\n${textAt(ssh, 'extraHosts') ?? ''}`;
    }),
  ];
}

/** The URLs of repositories, where they are read from and where they are permitted. */
function* repositories(world: World): Iterable<Required<Pick<Violation, 'object' | 'field'>> & { readonly url: string }> {
  for (const { object, body, at } of applicationsOf(world)) {
    for (const { field, value } of sourcesOf(body)) yield { object, field: at(`${field}.repoURL`), url: textAt(value, 'repoURL') ?? '' };
  }
  for (const object of projectsOf(world)) {
    for (const [index, url] of listAt(object.manifest, 'spec.sourceRepos').entries()) {
      if (typeof url === 'string') yield { object, field: `spec.sourceRepos[${index}]`, url };
    }
  }
}
