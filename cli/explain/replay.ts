import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { Script } from 'node:vm';
import { build, type Plugin, transform } from 'esbuild';
import * as lib from '../../lib';
import type { LiteralEntry } from './literals';
import { type Spot, TAP, tapped } from './spots';

/** One spot otherwise than it is written: left out, or with another value. */
export interface Variation {
  readonly spot: number;
  /** @default it is left out */
  readonly instead?: { readonly value: unknown };
}

/** What an environment is with a variation, or why its class or what it uses refuses it. */
export type Attempt<T> = { readonly status: 'made'; readonly value: T } | { readonly status: 'refused'; readonly message: string };

/** What a spot was asked for while an environment was made. */
export interface Noted {
  readonly key: string;
  readonly value: unknown;
}

export interface ReplayProps {
  readonly root: string;
  /** The spots that can be varied, by their file and how they are written. */
  readonly wants: (file: string, entry: LiteralEntry, text: string) => boolean;
  /** Whether the library is read anew as well; otherwise the one that runs is used, which is quicker. @default false */
  readonly readsLibrary?: boolean;
}

type Tap = (spot: number, key: string, make: () => unknown) => object;
type Loaders = Readonly<Record<string, () => Promise<new () => lib.Environment>>>;

/** The sources of the environments, to be made again and again with one spot otherwise. */
export class Replay {
  private constructor(
    readonly spots: ReadonlyMap<number, Spot>,
    private readonly evaluate: (exports: object, require: (id: string) => unknown, module: object, tap: Tap) => void,
    private readonly require: (id: string) => unknown,
  ) {}

  static async of({ root, wants, readsLibrary = false }: ReplayProps): Promise<Replay> {
    const spots = new Map<number, Spot>();
    let reserved = 0;
    const sources: Plugin = {
      name: 'spots',
      setup(building) {
        building.onResolve({ filter: /^\.{1,2}(?:\/|$)/ }, ({ path, resolveDir }) =>
          readsLibrary || resolve(resolveDir, path) !== join(root, 'lib') ? undefined : { path: LIBRARY, external: true },
        );
        building.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
          const file = relative(root, path).split(sep).join('/');
          const text = readFileSync(path, 'utf8');
          const first = reserved;
          reserved += text.length;
          const result = await tapped({ path, file, text }, first, (entry) => wants(file, entry, text), transform);
          for (const spot of result.spots) spots.set(spot.id, spot);
          return { contents: result.text, loader: 'js' };
        });
      },
    };
    const { outputFiles } = await build({
      absWorkingDir: root,
      stdin: { contents: `export { environments } from './envs';`, resolveDir: root, loader: 'ts' },
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      packages: 'external',
      logLevel: 'silent',
      plugins: [sources],
    });
    const program = `(function (exports, require, module, ${TAP}) {${outputFiles[0]?.text}\n})`;
    const installed = createRequire(join(root, 'package.json'));
    return new Replay(
      new Map([...spots].sort(([, a], [, b]) => (a.file === b.file ? a.id - b.id : a.file < b.file ? -1 : 1))),
      new Script(program, { filename: 'replay.js' }).runInThisContext(),
      (id) => (id === LIBRARY ? lib : installed(id)),
    );
  }

  /** Makes an environment, and takes something of it. */
  async attempt<T>(name: string, take: (environment: lib.Environment) => T, variation?: Variation): Promise<Attempt<T>> {
    const tap: Tap = (spot, key, make) => {
      if (spot !== variation?.spot) return { [key]: make() };
      return variation.instead === undefined ? {} : { [key]: variation.instead.value };
    };
    try {
      return { status: 'made', value: await this.made(name, tap, take) };
    } catch (error) {
      return { status: 'refused', message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** What each spot holds while an environment is made: none that is not asked for is in the answer. */
  async noted<T>(
    name: string,
    take: (environment: lib.Environment) => T,
  ): Promise<{ value: T; notes: ReadonlyMap<number, readonly Noted[]> }> {
    const notes = new Map<number, Noted[]>();
    const tap: Tap = (spot, key, make) => {
      const value = make();
      const own = notes.get(spot) ?? [];
      if (own.length < MOST_NOTED) own.push({ key, value });
      notes.set(spot, own);
      return { [key]: value };
    };
    return { value: await this.made(name, tap, take), notes };
  }

  private async made<T>(name: string, tap: Tap, take: (environment: lib.Environment) => T): Promise<T> {
    const module = { exports: {} as { environments: Loaders } };
    this.evaluate(module.exports, this.require, module, tap);
    const Class = await module.exports.environments[name]?.();
    if (Class === undefined) throw new Error(`no environment ${name}`);
    return take(new Class());
  }
}

/** What environments import the library as. */
const LIBRARY = 'library';

/** Values of one spot that are remembered: a literal in a loop may hold thousands. */
const MOST_NOTED = 500;
