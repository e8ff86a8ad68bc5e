import type { Claims } from './claims';
import type { DeliveredBed } from './delivered-bed';
import type { Testbed } from './testbed';

interface Named {
  /** What `--proof` selects it by, and its file. */
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly shows: string;
  /** Environments that another one stands for, with the reason. @default none */
  readonly spares?: Readonly<Record<string, string>>;
}

/** Needs an API server that knows every kind, and nothing that acts on what it holds. */
export interface ApiServerProof extends Named {
  readonly on: 'api-server';
  prove(bed: Testbed, claims: Claims): Promise<void>;
}

/**
 * The beds with Argo CD that an environment has, which work at the same time: one that comes up from its root and is left in peace for
 * minutes, and one whose Applications come in random order and which is then changed.
 */
export const DELIVERED_BEDS = ['from-root', 'shuffled'] as const;

/** Needs Argo CD. Proofs share a bed of their environment, in their order, and leave it Synced and Healthy. */
export interface DeliveredProof extends Named {
  readonly on: 'argo-cd';
  readonly bed: (typeof DELIVERED_BEDS)[number];
  prove(bed: DeliveredBed, claims: Claims): Promise<void>;
}

export type Proof = ApiServerProof | DeliveredProof;
