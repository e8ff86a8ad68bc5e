import { parse, stringify } from 'yaml';

type Mapping = Record<string, unknown>;

/** Draws from a fixed list of numbers, so that an edit is the same on every machine. */
export class Draw {
  #at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  below(bound: number): number {
    const number = this.numbers[this.#at++ % this.numbers.length] as number;
    return (number + this.#at) % bound;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}

type Edit = (tree: Map<string, string>, path: string, draw: Draw) => void;

/** Changes something in one file of a tree, or its place. Returns what was done, for the report of a failure. */
export function editAnything(tree: Map<string, string>, draw: Draw): string {
  const [name, edit] = draw.of(Object.entries(EDITS));
  const path = draw.of([...tree.keys()].filter((file) => !DERIVED.test(file)).sort());
  edit(tree, path, draw);
  return `${name} ${path}`;
}

const DERIVED = /\/(README\.md|index\.json|kustomization\.yaml)$/;

const EDITS: Readonly<Record<string, Edit>> = {
  setField: inManifest((manifest, draw) => setField(manifest, draw)),
  setAnotherField: inManifest((manifest, draw) => setField(manifest, draw)),
  setManyFields: inManifest((manifest, draw) => {
    for (let count = 0; count < 5; count++) setField(manifest, draw);
  }),
  removeField: inManifest((manifest, draw) => {
    const holder = draw.of(mappingsIn(manifest));
    const key = draw.of(Object.keys(holder).sort());
    if (key !== undefined) delete holder[key];
  }),
  addField: inManifest((manifest, draw) => {
    draw.of(mappingsIn(manifest))[draw.of(['extra', 'x.org/a', 'image', 'env', 'replicas'])] = draw.of([1, 'two', [], {}, { three: [3] }]);
  }),
  removeItem: inManifest((manifest, draw) => {
    const list = draw.of(listsIn(manifest));
    list?.splice(draw.below(list.length), 1);
  }),
  addItem: inManifest((manifest, draw) => {
    draw.of(listsIn(manifest))?.unshift(draw.of([{ name: 'new', value: '1' }, 'new', { other: true }]));
  }),
  reverseList: inManifest((manifest, draw) => void draw.of(listsIn(manifest))?.reverse()),
  reverseVariables(tree, _, draw) {
    const workloads = [...tree.keys()].filter((file) => /\/(deployment|statefulset)\.apps_/.test(file)).sort();
    inManifest((manifest) => {
      for (const value of nested(manifest)) if (isMapping(value) && Array.isArray(value.env)) value.env.reverse();
    })(tree, draw.of(workloads), draw);
  },
  renameObject: inManifest((manifest) => {
    (manifest.metadata as Mapping).name = 'renamed';
  }),
  moveNamespace: inManifest((manifest) => {
    (manifest.metadata as Mapping).namespace = 'elsewhere';
  }),
  newVersion: inManifest((manifest) => {
    manifest.apiVersion = `${String(manifest.apiVersion)}beta1`;
  }),
  reorderKeys(tree, path) {
    const manifest = read(tree, path);
    tree.set(path, write(Object.fromEntries(Object.entries(manifest).reverse())));
  },
  comment: (tree, path) => void tree.set(path, `# another line\n${tree.get(path)}`),
  removeFile: (tree, path) => void tree.delete(path),
  moveFile(tree, path) {
    tree.set(path.replace(/\/([^/]+)$/, '/moved_$1'), tree.get(path) as string);
    tree.delete(path);
  },
  moveToFolder(tree, path) {
    tree.set(path.replace(/^(dist\/[^/]+)\/.*\/([^/]+)$/, '$1/elsewhere/$2'), tree.get(path) as string);
    tree.delete(path);
  },
  addFile(tree, path) {
    const manifest = read(tree, path);
    (manifest.metadata as Mapping).name = 'another';
    tree.set(path.replace(/\.yaml$/, '-another.yaml'), write(manifest));
  },
  joinFiles(tree, path, draw) {
    const folder = path.replace(/[^/]+$/, '');
    const other = draw.of([...tree.keys()].filter((file) => file.startsWith(folder) && file !== path && !DERIVED.test(file)).sort());
    if (other === undefined) return;
    tree.set(path, `${tree.get(path)}---\n${tree.get(other)}`);
    tree.delete(other);
  },
  breakFile: (tree, path) => void tree.set(path, `${tree.get(path)}\n  broken: [`),
  dropKind: inManifest((manifest) => {
    delete manifest.kind;
  }),
  editReadme: (tree, path) => void tree.set(path.replace(/^(dist\/[^/]+)\/.*$/, '$1/README.md'), 'nothing\n'),
};

function inManifest(change: (manifest: Mapping, draw: Draw) => void): Edit {
  return (tree, path, draw) => {
    const manifest = read(tree, path);
    change(manifest, draw);
    tree.set(path, write(manifest));
  };
}

function setField(manifest: Mapping, draw: Draw): void {
  const holder = draw.of(mappingsIn(manifest));
  const key = draw.of(Object.keys(holder).sort());
  if (key !== undefined) holder[key] = draw.of([0, 7, true, '', 'other', '64Mi', 'a\nb', 'yes', '0x10', {}, []]);
}

function read(tree: Map<string, string>, path: string): Mapping {
  const text = tree.get(path) as string;
  try {
    return parse(text, { version: '1.1' }) as Mapping;
  } catch {
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mended' } };
  }
}

function write(manifest: unknown): string {
  return stringify(manifest, { version: '1.1', aliasDuplicateObjects: false });
}

/** Mappings below `spec`, `data` and the like, never the root: identity has edits of its own. */
function mappingsIn(manifest: Mapping): Mapping[] {
  const found = Object.entries(manifest).flatMap(([key, value]) => (key === 'metadata' ? [] : nested(value)));
  const { labels, annotations } = (manifest.metadata ?? {}) as Mapping;
  return [...found, ...nested(labels), ...nested(annotations)]
    .filter(isMapping)
    .filter((each) => Object.keys(each).length > 0)
    .concat({ unused: 1 });
}

function listsIn(manifest: Mapping): unknown[][] {
  return Object.values(manifest)
    .flatMap(nested)
    .filter((value) => Array.isArray(value));
}

function nested(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(nested)] : [];
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
