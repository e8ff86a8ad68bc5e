// Ends what a run started, however the run ended: its standard input closes with the process that writes to it, also after a crash or
// kill -9. Each line is the id of a process group.
const groups = [];
let rest = '';
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  groups.push(...lines.map(Number));
});
process.stdin.on('end', () => {
  signal('SIGTERM');
  setTimeout(() => signal('SIGKILL'), 3000);
});

function signal(name) {
  for (const group of groups) {
    try {
      process.kill(-group, name);
    } catch {
      // It has ended.
    }
  }
}
