'use strict';
/**
 * Makes the mock secrets of a local cluster, in the cluster: their values are nowhere else. Runs as a Job of the stack, whose account
 * may get and create Secrets in the namespaces of the plan and nothing more. What is there stays, so that it may run again; what is
 * missing gets the values that are shared with it.
 *
 * PLAN            path of the plan (lib/tenancy/secret-plan.ts), as JSON
 * SERVICE_ACCOUNT folder of token and ca.crt; by default where Kubernetes mounts them
 */
const { createHash, randomBytes } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { request } = require('node:https');
const { join } = require('node:path');

/** A value in a template, as lib/tenancy/secret-plan.ts has it: names may have what keys of Secrets may. */
const VALUE = /\$\{(sha256:)?([A-Za-z0-9._-]+)\}/g;

/** Values that are there already, by name. @throws if two Secrets hold different ones of one name */
function valuesIn(plan, existing) {
  const values = new Map();
  const from = new Map();
  for (const { namespace, name, data } of plan.secrets) {
    const held = existing.get(`${namespace}/${name}`);
    for (const [key, template] of Object.entries(held === undefined ? {} : data)) {
      const [match] = template.matchAll(VALUE);
      if (match?.[0] !== template || match[1] !== undefined || held[key] === undefined) continue;
      const place = `${key} of ${namespace}/${name}`;
      if (values.has(match[2]) && values.get(match[2]) !== held[key]) {
        throw new Error(`${from.get(match[2])} and ${place} should be the same and are not; delete one of the Secrets, and run this again`);
      }
      values.set(match[2], held[key]);
      from.set(match[2], place);
    }
  }
  return values;
}

/** @throws if a Secret is there without a key of the plan: this may not change it, and whoever reads the key would wait for ever */
function refuseIncomplete(plan, existing) {
  const incomplete = plan.secrets.flatMap(({ namespace, name, data }) => {
    const held = existing.get(`${namespace}/${name}`) ?? data;
    const lacking = Object.keys(data).filter((key) => !Object.hasOwn(held, key));
    return lacking.length === 0 ? [] : [{ namespace, name, lacking }];
  });
  if (incomplete.length === 0) return;
  throw new Error(
    [
      ...incomplete.map(({ namespace, name, lacking }) => `Secret ${namespace}/${name} is there without ${lacking.join(', ')} of the plan`),
      'nothing was made; delete what is incomplete, and seed again: it is made anew, with the values that others share with it:',
      ...incomplete.map(({ namespace, name }) => `  kubectl --context CONTEXT --namespace ${namespace} delete secret ${name}`),
      '  npm run cluster -- seed --env local',
    ].join('\n'),
  );
}

/** The Secrets of the plan that are missing, with values. @throws if one that is there lacks a key */
function missingSecrets(plan, existing) {
  refuseIncomplete(plan, existing);
  const values = valuesIn(plan, existing);
  const valueNamed = (name) => {
    if (!values.has(name)) values.set(name, randomBytes(24).toString('hex'));
    return values.get(name);
  };
  const filled = (template) =>
    template.replace(VALUE, (_, hashed, name) => (hashed ? createHash('sha256').update(valueNamed(name)).digest('hex') : valueNamed(name)));
  return plan.secrets
    .filter(({ namespace, name }) => !existing.has(`${namespace}/${name}`))
    .map(({ namespace, name, labels, data }) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name, labels: { 'app.kubernetes.io/managed-by': 'seed', ...labels } },
      type: 'Opaque',
      stringData: Object.fromEntries(Object.entries(data).map(([key, template]) => [key, filled(template)])),
    }));
}

/** Asks the API server of the cluster that this runs in. */
function apiServer(folder) {
  const [token, ca] = ['token', 'ca.crt'].map((file) => readFileSync(join(folder, file), 'utf8'));
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' };
      const asked = request({ host, port, method, path, ca, headers, timeout: 30_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode, text }));
      });
      asked.on('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer in 30 s`))).on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

/** @throws anything but that it is there or is not */
async function existingIn(ask, plan) {
  const existing = new Map();
  for (const { namespace, name } of plan.secrets) {
    const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
    const { status, text } = await ask('GET', path);
    if (status === 404) continue;
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${reasonOf(text)}`);
    const data = Object.entries(JSON.parse(text).data ?? {});
    existing.set(`${namespace}/${name}`, Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])));
  }
  return existing;
}

function reasonOf(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return 'without a reason';
  }
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

async function main() {
  const plan = JSON.parse(readFileSync(process.env.PLAN, 'utf8'));
  const ask = apiServer(process.env.SERVICE_ACCOUNT ?? '/var/run/secrets/kubernetes.io/serviceaccount');
  const missing = missingSecrets(plan, await existingIn(ask, plan));
  for (const secret of missing) {
    const { namespace, name } = secret.metadata;
    const { status, text } = await ask('POST', `/api/v1/namespaces/${namespace}/secrets`, secret);
    if (status !== 201) throw new Error(`Secret ${namespace}/${name}: ${status} ${reasonOf(text)}`);
    say(`made Secret ${namespace}/${name}: ${Object.keys(secret.stringData).join(', ')}`);
  }
  say(`${missing.length} of ${plan.secrets.length} Secrets made, the others were there`);
}

module.exports = { missingSecrets };

if (require.main === module) {
  main().catch(({ message }) => {
    process.stderr.write(`error: ${message}\n`);
    process.exitCode = 1;
  });
}
