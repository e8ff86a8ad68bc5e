import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, readManifests } from '../../lib';

/** Keys as the fake has them: `Kind.group/namespace/name`, all in lower case but the names. */
type Objects = Record<string, Manifest>;

interface State {
  objects: Objects;
  /** Changes that are refused: the n-th and all after it, from 1. @default none */
  failsFrom?: number;
  changes?: number;
  /** Whether nobody answers. */
  isDown?: boolean;
  /** Whether it has no Applications, not even their definition. */
  isBare?: boolean;
  /** Names of Applications that somebody else keeps as they are. */
  stubborn?: string[];
  /** Kind that may not be read, in small letters. */
  forbidden?: string;
}

const PROGRAM = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const file = __dirname + '/../state.json';
const state = JSON.parse(readFileSync(file, 'utf8'));
const args = process.argv.slice(2).filter((arg, index, all) => !arg.startsWith('--request-timeout') && arg !== '--context' && all[index - 1] !== '--context');
appendFileSync(__dirname + '/../calls.txt', args.join(' ') + '\\n');
const flag = (name) => args[args.indexOf(name) + 1];
const has = (name) => args.includes(name);
const type = ({ apiVersion, kind }) => kind.toLowerCase() + (apiVersion.includes('/') ? '.' + apiVersion.split('/')[0] : '');
const keyOf = (one) => [type(one), one.metadata.namespace ?? '', one.metadata.name].join('/');
const isMapping = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
function fieldsOf(value) {
  return Object.fromEntries(Object.entries(value).map(([key, sub]) => ['f:' + key, isMapping(sub) && Object.keys(sub).length > 0 ? fieldsOf(sub) : {}]));
}
function stated({ apiVersion, kind, status, operation, metadata: { name, namespace, managedFields, ...metadata }, ...rest }) {
  return fieldsOf({ ...(Object.keys(metadata).length > 0 && { metadata }), ...rest });
}
function managed(manager, operation, one) {
  return { manager, operation, fieldsType: 'FieldsV1', fieldsV1: stated(one) };
}
function merged(value, patch) {
  if (!isMapping(patch)) return patch;
  const entries = Object.entries({ ...(isMapping(value) ? value : {}) });
  const all = new Map(entries);
  for (const [key, sub] of Object.entries(patch)) {
    if (sub === null) all.delete(key);
    else all.set(key, merged(all.get(key), sub));
  }
  return Object.fromEntries(all);
}
function end({ stdout = '', stderr = '', status = 0 }) {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}
function change(work) {
  state.changes = (state.changes ?? 0) + 1;
  const fails = state.failsFrom !== undefined && state.changes >= state.failsFrom;
  if (!fails) work();
  writeFileSync(file, JSON.stringify(state));
  end(fails ? { stderr: 'error: made up to fail\\n', status: 1 } : {});
}
const [command, what, name] = args;
if (command === 'config') end({ stdout: readFileSync(__dirname + '/../config.json', 'utf8') });
else if (state.isDown) end({ stderr: 'Unable to connect to the server: dial tcp: connection refused\\n', status: 1 });
else if (command === 'api-resources') {
  const kinds = new Map(Object.values(state.objects).map((one) => [type(one), one]));
  end({ stdout: [...kinds.values()].map((one) => [one.kind.toLowerCase() + 's', one.apiVersion, one.metadata.namespace !== undefined, one.kind].join('  ')).join('\\n') + '\\n' });
} else if (command === 'get') {
  if (state.forbidden !== undefined && what.startsWith(state.forbidden)) end({ stderr: 'Error from server (Forbidden): ' + what + ' is forbidden\\n', status: 1 });
  else if (state.isBare && /^applications/.test(what)) end({ stderr: 'error: the server doesn\\'t have a resource type "applications"\\n', status: 1 });
  else {
    for (const one of state.stubborn ?? []) {
      const live = state.objects['application.argoproj.io/argocd/' + one];
      live.spec.syncPolicy.automated = { allowEmpty: false, prune: true, selfHeal: true };
    }
    const [plural, ...group] = what.split('.');
    const wanted = [plural.replace(/s$/, ''), ...group.slice(/^v\\d/.test(group[0] ?? '') ? 1 : 0)].join('.');
    const all = Object.values(state.objects).filter((one) => [wanted, plural, what].includes(type(one)) || type(one) === wanted);
    const here = has('--namespace') ? all.filter(({ metadata }) => metadata.namespace === flag('--namespace')) : all;
    if (name !== undefined && !name.startsWith('-')) {
      const one = here.find(({ metadata }) => metadata.name === name);
      end(one === undefined ? { stderr: 'Error from server (NotFound)\\n', status: 1 } : { stdout: JSON.stringify(one) });
    } else end({ stdout: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: here }) });
  }
} else if (command === 'apply') {
  const given = JSON.parse(readFileSync(0, 'utf8'));
  const items = given.kind === 'List' ? given.items : [given];
  if (has('--dry-run=server')) {
    const answers = items.map((one) => ({ ...one, metadata: { ...one.metadata, managedFields: [managed(flag('--field-manager'), 'Apply', one)] } }));
    end({ stdout: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: answers }) });
  } else change(() => {
    for (const one of items) {
      const live = state.objects[keyOf(one)];
      const others = (live.metadata.managedFields ?? []).filter(({ operation }) => operation !== 'Apply');
      const metadata = { ...live.metadata, ...one.metadata, annotations: { ...live.metadata.annotations, ...one.metadata.annotations } };
      state.objects[keyOf(one)] = { ...live, ...one, metadata: { ...metadata, managedFields: [managed(flag('--field-manager'), 'Apply', one), ...others] } };
    }
  });
} else if (command === 'patch') {
  change(() => {
    const key = ['application.argoproj.io', flag('--namespace'), name].join('/');
    const patch = JSON.parse(flag('--patch'));
    const live = merged(state.objects[key], patch);
    const set = merged({}, { ...patch, metadata: { name, ...patch.metadata } });
    live.metadata.managedFields = [...(live.metadata.managedFields ?? []).filter(({ manager }) => manager !== flag('--field-manager')), managed(flag('--field-manager'), 'Update', set)];
    state.objects[key] = live;
  });
} else end({ stderr: 'error: nothing is made up for ' + command + '\\n', status: 1 });
`;

/** A cluster that has what `dist` of an environment says, as Argo CD applied it, behind a kubectl that reads and changes it. */
export class SyncedCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'synced-cluster-'));

  constructor(
    dist: string,
    readonly context: string,
    server: string,
  ) {
    mkdirSync(join(this.folder, 'bin'));
    const config = { contexts: [{ name: context, context: { cluster: 'it' } }], clusters: [{ name: 'it', cluster: { server } }] };
    writeFileSync(join(this.folder, 'config.json'), JSON.stringify(config));
    const kubectl = join(this.folder, 'bin/kubectl');
    writeFileSync(kubectl, `#!${process.execPath}\n${PROGRAM}`);
    chmodSync(kubectl, 0o755);
    this.sync(dist);
  }

  /** Everything as `dist` says it, as after a sync of all Applications. */
  sync(dist: string): void {
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => /_.*\.yaml$/.test(file));
    const manifests = files.flatMap((file) => readManifests(readFileSync(join(dist, file), 'utf8')).manifests);
    this.change((state) => {
      for (const manifest of manifests) this.put(state.objects, manifest);
    });
  }

  get variables(): Record<string, string> {
    return { PATH: `${join(this.folder, 'bin')}:${process.env.PATH ?? ''}` };
  }

  get state(): State {
    const file = join(this.folder, 'state.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { objects: {} };
  }

  change(edit: (state: State) => void): void {
    const { state } = this;
    edit(state);
    writeFileSync(join(this.folder, 'state.json'), JSON.stringify(state));
  }

  /** An object, by kind with its group in small letters, namespace and name. */
  live(key: string): Manifest {
    return this.state.objects[key] as Manifest;
  }

  application(name: string): Manifest {
    return this.live(`application.argoproj.io/argocd/${name}`);
  }

  /** Changes an object as somebody at a keyboard does. */
  edit(key: string, change: (live: Manifest) => void): void {
    this.change(({ objects }) => change(objects[key] as Manifest));
  }

  /** Makes an object that is in no file; applied by whom the API server says. */
  create(manifest: Manifest, manager = 'kubectl'): void {
    this.change(({ objects }) => this.put(objects, manifest, manager));
  }

  /** Every call that changes something. */
  changes(): string[] {
    const calls = existsSync(join(this.folder, 'calls.txt')) ? readFileSync(join(this.folder, 'calls.txt'), 'utf8').trim().split('\n') : [];
    return calls.filter((call) => /^(?:patch|apply)/.test(call) && !call.includes('--dry-run'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private put(objects: Objects, manifest: Manifest, manager = 'argocd-controller'): void {
    const { apiVersion, kind, metadata, ...rest } = manifest;
    const { name, namespace = '', ...own } = metadata;
    const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
    const fieldsV1 = fieldsOf({ ...(Object.keys(own).length > 0 && { metadata: own }), ...rest });
    const managedFields = [{ manager, operation: manager === 'kubectl' ? 'Update' : 'Apply', fieldsType: 'FieldsV1', fieldsV1 }];
    objects[`${kind.toLowerCase()}${group}/${namespace}/${name}`] = { ...manifest, metadata: { ...metadata, managedFields } };
  }
}

/** Fields as the API server records them; lists are one field each, which is enough for a fake. */
function fieldsOf(value: object): object {
  const isFull = (sub: unknown): sub is object =>
    typeof sub === 'object' && sub !== null && !Array.isArray(sub) && Object.keys(sub).length > 0;
  return Object.fromEntries(Object.entries(value).map(([key, sub]) => [`f:${key}`, isFull(sub) ? fieldsOf(sub) : {}]));
}
