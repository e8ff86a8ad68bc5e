#!/usr/bin/env node
'use strict';
/**
 * Stands in for docker, kind, k3d, terraform, helm, kubectl and git: whichever name it is called by. Each call is written down
 * (arguments, input, the variables of Terraform by name), and answered by what a small world says, which calls change.
 * The folder FAKES has world.json, calls.jsonl, values.jsonl (values of those variables) and remote (what git pushes to).
 */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const FOLDER = process.env.FAKES;
const NAME = path.basename(process.argv[1]);
const ARGS = process.argv.slice(2);
const WORLD = path.join(FOLDER, 'world.json');

const world = JSON.parse(fs.readFileSync(WORLD, 'utf8'));
const keep = () => fs.writeFileSync(WORLD, JSON.stringify(world));
const say = (text) => process.stdout.write(`${text}\n`);
function fail(text, status = 1) {
  process.stderr.write(`${text}\n`);
  process.exit(status);
}

function option(name) {
  const at = ARGS.indexOf(name);
  return at < 0 ? undefined : ARGS[at + 1];
}

/** Programs that read their input say `-`; the others have nobody waiting for them to read it. */
const input = ARGS.includes('-') ? fs.readFileSync(0, 'utf8') : '';

function writeDown() {
  const variables = Object.entries(process.env).filter(([key]) =>
    /^(TF_(?!DATA_DIR|IN_AUTOMATION|INPUT)|KUBE_|CHECKPOINT_DISABLE)/.test(key),
  );
  const call = {
    program: NAME,
    args: ARGS,
    input,
    pid: process.pid,
    ...(NAME === 'terraform' && { variables: variables.map(([key]) => key).sort() }),
  };
  if (NAME === 'kind') call.network = process.env.KIND_EXPERIMENTAL_DOCKER_NETWORK;
  fs.appendFileSync(path.join(FOLDER, 'calls.jsonl'), `${JSON.stringify(call)}\n`);
  if (NAME === 'terraform') fs.appendFileSync(path.join(FOLDER, 'values.jsonl'), `${JSON.stringify(Object.fromEntries(variables))}\n`);
}

/** What makes a call fail or last: a part of it, as people would type it. */
function meddle() {
  const call = [NAME, ...ARGS].join(' ');
  const fault = (world.faults ?? []).find(({ call: part }) => call.includes(part));
  if (fault === undefined) return;
  if (fault.once) {
    world.faults = world.faults.filter((other) => other !== fault);
    keep();
  }
  if (fault.deaf) process.on('SIGINT', () => {});
  if (fault.sleeps) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fault.sleeps);
  if (fault.says !== undefined) fail(fault.says, fault.status ?? 1);
}

function create(prefix, name) {
  const configuration = fs.readFileSync(option('--config'), 'utf8');
  world.clusters[prefix] = [...(world.clusters[prefix] ?? []), name];
  keep();
  meddle();
  const workers = prefix === 'kind' ? configuration.match(/role: worker/g).length : Number(/^agents: (\d+)$/m.exec(configuration)[1]);
  const context = `${prefix}-${name}`;
  world.contexts[context] = 'https://127.0.0.1:6443';
  world.live[context] = { nodes: workers + 1, objects: {}, uid: `uid-${process.pid}` };
  keep();
  process.stderr.write('Preparing nodes\nStarting control-plane\n');
}

function remove(prefix, name) {
  world.clusters[prefix] = (world.clusters[prefix] ?? []).filter((other) => other !== name);
  delete world.contexts[`${prefix}-${name}`];
  delete world.live[`${prefix}-${name}`];
  keep();
}

const docker = () => {
  if (ARGS[0] === 'info') return say('28.2.2');
  if (ARGS[1] === 'ls') return say(Object.keys(world.networks).join('\n'));
  if (ARGS[1] === 'inspect')
    return say(JSON.stringify(ARGS.slice(2).map((Name) => ({ Name, IPAM: { Config: [{ Subnet: world.networks[Name] }] } }))));
  if (ARGS[1] === 'rm') delete world.networks[ARGS[2]];
  else world.networks[ARGS.at(-1)] = option('--subnet');
  return keep();
};

const kind = () => {
  const name = option('--name');
  if (ARGS[0] === 'get') return say((world.clusters.kind ?? []).join('\n'));
  if (ARGS[0] === 'create') return create('kind', name);
  if (ARGS[0] === 'delete') return remove('kind', name);
  world.contexts[`kind-${name}`] = 'https://127.0.0.1:6443';
  return keep();
};

const k3d = () => {
  if (ARGS[1] === 'list') return say(JSON.stringify((world.clusters.k3d ?? []).map((name) => ({ name }))));
  if (ARGS[1] === 'create') return create('k3d', ARGS[2]);
  if (ARGS[1] === 'delete') return remove('k3d', ARGS[2]);
  world.contexts[`k3d-${ARGS[2]}`] = 'https://127.0.0.1:6443';
  return keep();
};

const terraform = () => {
  if (ARGS[0] === 'version') return say(JSON.stringify({ terraform_version: world.terraform }));
  const [, verb] = ARGS;
  if (verb === 'init') return say('Terraform has been successfully initialized!');
  if (verb === 'output') return say('{"repository": {"value": "http://git.seed.svc.cluster.local/desired-state.git"}}');
  const context = ARGS.find((arg) => arg.startsWith('context=')).slice('context='.length);
  if (verb === 'plan') {
    const isApplied = world.applied.includes(context);
    say(isApplied ? 'No changes.' : 'Plan: 1 to add');
    return process.exit(isApplied ? 0 : 2);
  }
  const state = path.join(process.env.TF_DATA_DIR, '../terraform.tfstate');
  fs.writeFileSync(state, '{}');
  world.applied.push(context);
  say('Apply complete!');
  return keep();
};

const helm = () => {
  const documents = {
    show: 'kind: CustomResourceDefinition',
    template: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: argocd-server',
  };
  say(documents[ARGS[0]]);
};

const git = () => {
  const args = ARGS.map((arg) => arg.replace(/^http:\/\/127\.0\.0\.1:\d+\/.*/, path.join(FOLDER, 'remote')));
  const { status, stdout, stderr } = spawnSync(world.git, args, { encoding: 'utf8' });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exit(status);
};

/** Objects of an answer by the kinds that are asked for. */
const WORKLOAD = { kind: 'Deployment', metadata: { name: 'argocd-server' }, spec: { replicas: 1 }, status: { readyReplicas: 1 } };

const kubectl = () => {
  if (ARGS[0] === 'config' && ARGS[1] === 'view') {
    const names = Object.keys(world.contexts);
    const contexts = names.map((name) => ({ name, context: { cluster: name } }));
    const entry = (name) => (typeof world.contexts[name] === 'string' ? { server: world.contexts[name] } : world.contexts[name]);
    return say(JSON.stringify({ contexts, clusters: names.map((name) => ({ name, cluster: entry(name) })) }));
  }
  if (ARGS.includes('get-contexts'))
    return Object.hasOwn(world.contexts, ARGS[ARGS.indexOf('get-contexts') + 1]) ? undefined : fail('error: context not found');
  const live = world.live[option('--context')];
  if (live === undefined) return fail('The connection to the server was refused');
  const [verb, what, name] = ARGS.slice(3);
  if (verb === 'apply') {
    if (input.includes('argocd-server')) live.objects['argo-cd'] = true;
    if (input.startsWith('{')) {
      const document = JSON.parse(input);
      for (const { kind: of, metadata, data } of document.items ?? [document])
        live.objects[`${of}/${metadata.name}`] = data?.digest ?? true;
    }
    return keep();
  }
  if (verb === 'port-forward') {
    say(`Forwarding from 127.0.0.1:${43210} -> 8081`);
    return setInterval(() => {}, 1000);
  }
  if (verb !== 'get') return say('done');
  if (what === '--raw') return say('ok');
  if (what === 'nodes') {
    const context = option('--context');
    const [first, worker] = context.startsWith('k3d-')
      ? [`${context}-server-0`, (index) => `${context}-agent-${index}`]
      : [
          `${context.slice('kind-'.length)}-control-plane`,
          (index) => `${context.slice('kind-'.length)}-worker${index === 0 ? '' : index + 1}`,
        ];
    const names = [first, ...Array.from({ length: live.nodes - 1 }, (_, index) => worker(index))];
    return say(JSON.stringify({ items: names.map((name) => ({ metadata: { name } })) }));
  }
  if (what === 'namespace') return say(live.uid ?? '');
  if (what === 'configmap') return say(live.objects[`ConfigMap/${name}`] ?? '');
  if (what === 'storageclass')
    return say(
      name === 'standard' && option('--context').startsWith('kind-')
        ? `storageclass/${name}`
        : live.objects[`StorageClass/${name}`]
          ? `storageclass/${name}`
          : '',
    );
  if (what === 'customresourcedefinition') return say(live.objects['argo-cd'] ? name : '');
  if (what === 'deployment,statefulset') return say(JSON.stringify({ items: live.objects['argo-cd'] ? [WORKLOAD] : [] }));
  if (what === 'applications.argoproj.io' && live.objects['argo-cd'] === undefined)
    return fail('error: the server doesn\'t have a resource type "applications"');
  return say(live.objects['Application/root'] ? 'application.argoproj.io/root' : '');
};

writeDown();
if (!(ARGS.includes('create') && (NAME === 'kind' || ARGS[0] === 'cluster'))) meddle();
({ docker, kind, k3d, terraform, helm, git, kubectl })[NAME]();
