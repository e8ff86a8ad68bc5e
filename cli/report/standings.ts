import type { ObjectChange, State, Synthesis } from '../../lib';
import { count } from './findings';
import type { Terminal } from './terminal';

/** What becomes of a component of a locked environment, where it is not simply what the classes render. */
export interface Move {
  readonly component: string;
  readonly state: Exclude<State, 'current'>;
  readonly version?: string;
  readonly from?: string;
  /** Why it passed the environments before, where it did so now. */
  readonly hotfix?: string;
  /** Whether the environment did not have it. */
  readonly isNew: boolean;
  readonly isTakenAlong: boolean;
  /** Keys of the override object that were edited. */
  readonly edited: readonly string[];
  /** Changes of the base that wait or come along. */
  readonly base: readonly ObjectChange[];
}

/** What moves, stays behind or waits. */
export function movesOf({ standings }: Synthesis): Move[] {
  return standings.flatMap(({ component, state, lock, before, edited, isTakenAlong, base }): Move[] => {
    if (state === 'current') return [];
    const { version, promotedFrom: from } = lock ?? {};
    const hotfix = state === 'promoted' && edited.includes('release') ? lock?.hotfix : undefined;
    return [
      {
        component,
        state,
        ...(version && { version }),
        ...(from && { from }),
        ...(hotfix && { hotfix }),
        isNew: before.length === 0,
        isTakenAlong,
        edited,
        base,
      },
    ];
  });
}

/** Whether the environment will hold something else of it than before. */
export function isMoving({ state }: Move): boolean {
  return state !== 'behind' && state !== 'waiting';
}

const MOST_LINES = 8;

/** One line a component, below it what a promotion brings along or would. */
export function printMoves(environment: string, moves: readonly Move[], { say, colour }: Terminal): void {
  for (const move of moves) {
    say(
      [`${colour.bold(environment)}: ${moveLine(environment, move)}`, ...detailLines(move).map((line) => colour.dim(`  ${line}`))].join(
        '\n',
      ),
    );
  }
}

/** E.g. `kfm-api 2.3.2 is promoted from dev (release); 2 changes of the base come along`. */
export function moveLine(environment: string, move: Move): string {
  const { component, state, version, base } = move;
  const command = `npm run promote -- ${component} --to ${environment} --config-only`;
  const name = version === undefined ? component : `${component} ${version}`;
  const changes = linesOf(base).length;
  switch (state) {
    case 'behind':
      return changes === 0
        ? `${component} is behind in its text, not in its fields`
        : `${component} is behind by ${count(changes, 'change')} of the base; ${command} brings ${changes === 1 ? 'it' : 'them'}`;
    case 'waiting':
      return `${component} is not there yet; ${command} brings it`;
    case 'promoted':
      return `${name} ${promotionText(move)}${alongText(move, changes)}`;
    case 'restored':
      return `${name} is restored`;
    case 'removed':
      return `${component} is removed`;
  }
}

function promotionText({ isNew, from, hotfix, isTakenAlong, edited }: Move): string {
  const origin = hotfix !== undefined ? ` as a hotfix, ${hotfix}` : from === undefined ? '' : ` from ${from}`;
  const why = isTakenAlong ? ', taken along' : edited.length > 0 ? ` (${edited.join(', ')})` : '';
  return `is ${isNew ? 'new' : 'promoted'}${origin}${why}`;
}

function alongText({ isNew }: Move, changes: number): string {
  if (isNew || changes === 0) return '';
  return `; ${count(changes, 'change')} of the base ${changes === 1 ? 'comes' : 'come'} along`;
}

function linesOf(changes: readonly ObjectChange[]): string[] {
  return changes.flatMap(({ object, change, fields }) =>
    fields.length === 0 ? [`${object} ${change}`] : fields.map(({ field }) => `${object} ${field}`),
  );
}

function detailLines({ base, isNew }: Move): string[] {
  const lines = isNew ? [] : linesOf(base);
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}
