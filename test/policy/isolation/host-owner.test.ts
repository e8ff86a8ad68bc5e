import { HostOwner } from '../../../lib/policy/isolation/host-owner';
import type { Neighbour } from '../../../lib/policy/platform-facts';
import { FACTS } from '../fixture';

function neighbour(environment: string, domain: string): Neighbour {
  return { environment, domain, cluster: `kfm-${environment}`, ciphertexts: new Set() };
}

const PROD = neighbour('prod', 'kfm.example.org');
const STAGE = neighbour('stage', 'stage.kfm.example.org');
const DEV = neighbour('dev', 'dev.kfm.example.org');

const stage = new HostOwner({ ...FACTS, domain: STAGE.domain, neighbours: [PROD, DEV] }, ['api.stage.kfm.example.org']);
const prod = new HostOwner({ ...FACTS, domain: PROD.domain, neighbours: [STAGE, DEV] }, ['api.kfm.example.org']);

test.each([
  ['stage.kfm.example.org', undefined, 'stage'],
  ['api.stage.kfm.example.org', undefined, 'stage'],
  ['*.stage.kfm.example.org', undefined, 'stage'],
  ['Api.Dev.kfm.example.org.', 'dev', 'dev'],
  ['api.kfm.example.org', 'prod', undefined],
  ['login.kfm.example.org', 'prod', undefined],
  ['mystage.kfm.example.org', 'prod', undefined],
  ['www.example.net', undefined, undefined],
])('a route to %s is of %s to stage, and of %s to production', (host, toStage, toProd) => {
  expect(stage.ownerOf(host)).toBe(toStage);
  expect(prod.ownerOf(host)).toBe(toProd);
});

test.each([
  ['api.kfm.example.org', 'prod'],
  ['kfm.example.org', 'prod'],
  ['login.kfm.example.org', undefined],
  ['api.dev.kfm.example.org', 'dev'],
  ['other.stage.kfm.example.org', undefined],
])('in the settings of stage %s is of %s', (host, owner) => {
  expect(stage.ownerOfMentioned(host)).toBe(owner);
});
