import type { DataClass } from './data-class';

/**
 * What depends on the environment: nobody (it may break and be made again, and its secrets may be mock ones), a decision
 * about production, or the people who use the product.
 */
export type Purpose = 'development' | 'rehearsal' | 'production';

/** Who may come in through the edge: the address ranges that the cluster's facts call internal, or everybody. */
export type Audience = 'internal' | 'public';

/** How much stores and add-ons get; the replicas of components stand in the class. */
export type Size = 'small' | 'medium' | 'large';

/** How environments differ (requirements A6 to A11). The library sees these, never a name. */
export interface Traits {
  readonly purpose: Purpose;
  /** The environment that promotions come from. @default none: changes arrive here first */
  readonly follows?: string;
  /** Whether components keep their committed bytes until they are promoted. */
  readonly locked: boolean;
  readonly data: DataClass;
  readonly audience: Audience;
  readonly size: Size;
  /** Whether add-ons and the controller survive the loss of a node. */
  readonly highlyAvailable: boolean;
  /** Whether stores speak TLS only, PostgreSQL and Redis to clients with a certificate only (requirement E16). */
  readonly encrypted: boolean;
  /** Whether components run their released images, or small public servers in their place: development only. @default released */
  readonly programs?: 'released' | 'stand-ins';
}
