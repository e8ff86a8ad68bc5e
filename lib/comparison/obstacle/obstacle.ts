import type { Side } from '../side';

/** The kinds of causes of "works here, not there", the likeliest first. */
export const OBSTACLE_KINDS = [
  'component',
  'version',
  'flag',
  'secret',
  'edge',
  'quota',
  'host',
  'encryption',
  'admission',
  'limit',
  'ceiling',
  'delivery',
  'certificate',
] as const;

export type ObstacleKind = (typeof OBSTACLE_KINDS)[number];

/** Something that the first environment allows or has, and the second refuses or lacks. */
export interface Obstacle {
  readonly kind: ObstacleKind;
  /** The component or the namespace that meets it; empty where all do. */
  readonly where: string;
  /** One line for somebody who was woken up. */
  readonly summary: string;
}

/** Looks for obstacles on the way from the first environment to the second. */
export type FindObstacles = (from: Side, to: Side) => Obstacle[];
