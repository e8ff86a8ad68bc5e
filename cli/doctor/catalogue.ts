import { access } from './checks/bootstrap/access';
import { applications } from './checks/bootstrap/applications';
import { availability } from './checks/bootstrap/availability';
import { controllers } from './checks/bootstrap/controllers';
import { definitions } from './checks/bootstrap/definitions';
import { namespace } from './checks/bootstrap/namespace';
import { notifications } from './checks/bootstrap/notifications';
import { plaintext } from './checks/bootstrap/plaintext';
import { projects } from './checks/bootstrap/projects';
import { repository as seen } from './checks/bootstrap/repository';
import { root } from './checks/bootstrap/root';
import { api } from './checks/cluster/api';
import { namespaces } from './checks/cluster/namespaces';
import { nodeLabels } from './checks/cluster/node-labels';
import { nodes } from './checks/cluster/nodes';
import { storageClass } from './checks/cluster/storage-class';
import { admission } from './checks/delivery/admission';
import { clone } from './checks/delivery/clone';
import { comparison } from './checks/delivery/comparison';
import { health } from './checks/delivery/health';
import { operation } from './checks/delivery/operation';
import { path } from './checks/delivery/path';
import { paused } from './checks/delivery/paused';
import { permitted } from './checks/delivery/permitted';
import { policies } from './checks/delivery/policies';
import { renders } from './checks/delivery/renders';
import { repository } from './checks/delivery/repository';
import { revision } from './checks/delivery/revision';
import { source } from './checks/delivery/source';
import { sync } from './checks/delivery/sync';
import { certificate } from './checks/edge/certificate';
import { dns } from './checks/edge/dns';
import { gateway } from './checks/edge/gateway';
import { host } from './checks/edge/host';
import { route } from './checks/edge/route';
import { docker } from './checks/machine/docker';
import { ports } from './checks/machine/ports';
import { terraform } from './checks/machine/terraform';
import { tools } from './checks/machine/tools';
import { endpoints } from './checks/service/endpoints';
import { isolation } from './checks/service/isolation';
import { networkPolicy } from './checks/service/network-policy';
import { pods } from './checks/service/pods';
import { port } from './checks/service/port';
import { present } from './checks/service/present';
import { selector } from './checks/service/selector';
import { autoscaler } from './checks/workload/autoscaler';
import { available } from './checks/workload/available';
import { claim } from './checks/workload/claim';
import { crash } from './checks/workload/crash';
import { disruption } from './checks/workload/disruption';
import { image } from './checks/workload/image';
import { quota } from './checks/workload/quota';
import { refused } from './checks/workload/refused';
import { scheduled } from './checks/workload/scheduled';
import { sealed } from './checks/workload/sealed';
import { secret } from './checks/workload/secret';
import { volume } from './checks/workload/volume';
import type { Check } from './finding';

/** The checklist of a bootstrap, in the order of docs/runbooks/bootstrap.md. */
const BOOTSTRAP = [access, namespace, definitions, controllers, projects, root, seen, applications, availability, notifications, plaintext];

/** Every check, from what others stand on to what stands on them. A new one is a file and a line here. */
export const CHECKS: readonly Check[] = [
  ...[tools, docker, ports, terraform],
  ...[source, clone, renders, policies],
  ...[api, nodes, nodeLabels, namespaces, storageClass],
  ...BOOTSTRAP,
  ...[repository, path, revision, comparison, permitted, admission, operation, paused, sync, health],
  ...[scheduled, quota, refused, claim, volume, sealed, secret, image, crash, available, disruption, autoscaler],
  ...[present, selector, pods, port, endpoints, networkPolicy, isolation],
  ...[host, dns, gateway, route, certificate],
];
