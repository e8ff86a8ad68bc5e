import { removedApi } from './api-removal/removed-api';
import { knownInProduction } from './facts/known-in-production';
import { knownInRehearsal } from './facts/known-in-rehearsal';
import { namespace } from './identity/namespace';
import { unique } from './identity/unique';
import { fileNameLength } from './layout/file-name';
import { oneOwner } from './layout/one-owner';
import { size } from './layout/size';
import { skippedByArgoCd } from './layout/skipped-by-argo-cd';
import { labels } from './names/labels';
import { objectName } from './names/object-name';
import { tenantNamespace } from './names/tenant-namespace';
import { unitFolder } from './names/unit-folder';
import { customResource } from './order/custom-resource';
import { networkPolicyFirst } from './order/network-policy';
import { sealedSecretFirst } from './order/sealed-secret';
import { privileged } from './pod-security/privileged';
import { permitted } from './project/permitted';
import type { Rule } from './rule';
import { knownFields } from './schema/known-fields';

/** Every rule that an environment must pass. */
export const rules: readonly Rule[] = [
  knownFields,
  removedApi,
  unique,
  namespace,
  objectName,
  labels,
  unitFolder,
  tenantNamespace,
  privileged,
  permitted,
  customResource,
  sealedSecretFirst,
  networkPolicyFirst,
  knownInProduction,
  knownInRehearsal,
  oneOwner,
  fileNameLength,
  size,
  skippedByArgoCd,
];
