// Ends what a run started, however the run ended: its standard input closes with the process that writes to it, also after a crash or
// kill -9. Each line is the id of a process group, or a folder that goes with them.
const { rmSync } = require('node:fs');

const groups = [];
const folders = [];
let rest = '';
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    if (line.startsWith('/')) folders.push(line);
    else groups.push(Number(line));
  }
});
process.stdin.on('end', () => {
  signal('SIGTERM');
  setTimeout(() => {
    signal('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 3000);
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
