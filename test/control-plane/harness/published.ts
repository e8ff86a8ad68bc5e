import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { dump, load } from 'js-yaml';
import type { Manifest } from '../../../lib';
import { Repository } from '../../programs/repository';

/** Where a change of files comes from: path below the repository → its new text, or undefined to delete it. */
export type Edits = Readonly<Record<string, string | undefined>>;

/** The platform's repository as the cluster's Argo CD sees it: a bare one, with one commit a publication. */
export class Published {
  private readonly work: string;
  private readonly repository: Repository;

  /**
   * @param folder what the Git host serves
   * @param path of the repository in it
   * @param adapt what must differ from the source's dist on this control plane: the ciphertext of sealed files
   */
  constructor(
    folder: string,
    path: string,
    private readonly adapt: (manifest: Manifest) => Manifest,
  ) {
    const bare = join(folder, path);
    this.work = join(folder, '../work');
    mkdirSync(bare, { recursive: true });
    new Repository(bare).git('init', '--quiet', '--bare', '--initial-branch', 'main');
    mkdirSync(this.work, { recursive: true });
    this.repository = new Repository(this.work);
    this.repository.git('init', '--quiet', '--initial-branch', 'main');
    this.repository.git('remote', 'add', 'origin', bare);
  }

  /** Publishes the dist of a project as it is. Returns the commit. */
  publish(project: string, environment: string): string {
    const target = join(this.work, 'dist', environment);
    rmSync(target, { recursive: true, force: true });
    cpSync(join(project, 'dist', environment), target, { recursive: true });
    for (const file of this.files()) this.adaptFile(file);
    return this.commit(`dist of ${environment}`);
  }

  /** Publishes a change of single files. Returns the commit. */
  edit(edits: Edits, message: string): string {
    for (const [path, text] of Object.entries(edits)) {
      const file = join(this.work, path);
      rmSync(file, { force: true });
      if (text === undefined) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return this.commit(message);
  }

  /** Takes the last publication back. Returns the commit. */
  revert(): string {
    this.repository.git('revert', '--no-edit', 'HEAD');
    return this.push();
  }

  read(path: string): string {
    return this.repository.read(path);
  }

  /** What git calls the content of a folder: equal ids, equal bytes. */
  bytes(path: string): string {
    return this.repository.git('rev-parse', `HEAD:${path}`).trim();
  }

  /** Every manifest of an environment with its path below the repository. */
  manifests(environment: string): { path: string; manifest: Manifest }[] {
    return this.files(join('dist', environment)).map((path) => ({ path, manifest: load(this.read(path)) as Manifest }));
  }

  private adaptFile(path: string): void {
    const manifest = load(this.read(path)) as Manifest;
    const adapted = this.adapt(manifest);
    if (adapted !== manifest) writeFileSync(join(this.work, path), dump(adapted));
  }

  private files(below = 'dist'): string[] {
    const entries = readdirSync(join(this.work, below), { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(this.work, join(entry.parentPath, entry.name)));
    return paths.filter((path) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml')).sort();
  }

  private commit(message: string): string {
    this.repository.git('add', '--all');
    this.repository.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.push();
  }

  /** The last commit. */
  head(): string {
    return this.repository.git('rev-parse', 'HEAD').trim();
  }

  private push(): string {
    this.repository.git('push', '--quiet', 'origin', 'main');
    return this.head();
  }
}
