'use strict';
/**
 * A kubectl for tests of what is asked of a running cluster: it forwards ports to servers of this machine, and says of workloads what a
 * scenario says. The folder FAKE_FOLDER has scenario.json, and gets calls.txt and pids.txt (of those that forward).
 */
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const folder = process.env.FAKE_FOLDER;
const scenario = JSON.parse(fs.readFileSync(path.join(folder, 'scenario.json'), 'utf8'));
const args = process.argv.slice(2).filter((arg, index, all) => !/^--(request-timeout|context)/.test(arg) && all[index - 1] !== '--context');
fs.appendFileSync(path.join(folder, 'calls.txt'), `${args.join(' ')}\n`);

const fail = (text, status = 1) => {
  process.stderr.write(`${text}\n`);
  process.exit(status);
};
const namespace = args[args.indexOf('--namespace') + 1];

if (args[0] === 'config') {
  const clusters = [{ name: 'it', cluster: { server: scenario.server } }];
  process.stdout.write(JSON.stringify({ contexts: [{ name: scenario.context, context: { cluster: 'it' } }], clusters }));
} else if (args[2] === 'get' && args[3] === 'pods') {
  const [, name] = /app\.kubernetes\.io\/instance=([\w-]+)/.exec(args.join(' ')) ?? [];
  const { restarts = 0 } = scenario.workloads[`${namespace}/${name}`] ?? {};
  process.stdout.write(JSON.stringify({ items: [{ status: { containerStatuses: [{ restartCount: restarts }] } }] }));
} else if (args[2] === 'get') {
  const of = scenario.workloads[`${namespace}/${args[4]}`];
  if (of === undefined) fail(`Error from server (NotFound): ${args[3]}s.apps "${args[4]}" not found`);
  if (of.says !== undefined) fail(of.says);
  const selector = { matchLabels: { 'app.kubernetes.io/instance': args[4] } };
  const { replicas = 1, available = replicas, updated = replicas, observed = 1 } = of;
  const status = { availableReplicas: available, updatedReplicas: updated, observedGeneration: observed };
  process.stdout.write(JSON.stringify({ metadata: { generation: 1 }, spec: { replicas, selector }, status }));
} else if (args[2] === 'port-forward') {
  forward(scenario.services[`${namespace}/${args[3].slice('service/'.length)}${args[4]}`], args[4].slice(1));
} else fail(`error: nothing is made up for ${args.join(' ')}`);

function forward(to, port) {
  if (to === undefined) fail(`Error from server (NotFound): services "${args[3]}" not found`);
  if (to.says !== undefined) fail(to.says);
  fs.appendFileSync(path.join(folder, 'pids.txt'), `${process.pid}\n`);
  if (to.isDeaf) process.on('SIGINT', () => {});
  if (to.isSilent) return void setInterval(() => {}, 1000);
  const server = net.createServer((socket) => {
    if (to.diesWithin !== undefined) setTimeout(() => fail('error: lost connection to pod'), to.diesWithin);
    const pod = net.connect(to.port, '127.0.0.1');
    pod.on('error', () => {
      socket.destroy();
      process.stderr.write(
        `E1122 portforward.go:424] "Unhandled Error" err="an error occurred forwarding ${port}: connect: connection refused"\n`,
      );
      fail('error: lost connection to pod');
    });
    socket.on('error', () => {});
    socket.pipe(pod).pipe(socket);
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`Forwarding from 127.0.0.1:${server.address().port} -> ${port}\n`);
  });
}
