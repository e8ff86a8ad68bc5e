import type { Claims } from './claims';
import type { DeliveredBed } from './delivered-bed';
import type { Testbed } from './testbed';

interface Named {
  /** What `--proof` selects it by, and its file. */
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly shows: string;
}

/** Needs an API server that knows every kind, and nothing that acts on what it holds. */
export interface ApiServerProof extends Named {
  readonly on: 'api-server';
  prove(bed: Testbed, claims: Claims): Promise<void>;
}

/** Needs Argo CD. Proofs share the bed of their environment, in their order, and leave it Synced and Healthy. */
export interface DeliveredProof extends Named {
  readonly on: 'argo-cd';
  /** Whether it has a bed to itself. @default false */
  readonly alone?: true;
  prove(bed: DeliveredBed, claims: Claims): Promise<void>;
}

export type Proof = ApiServerProof | DeliveredProof;
