#!/usr/bin/env node
'use strict';
/**
 * Runs cli/main.ts as one bundle. The bundle is made by esbuild on the first run and kept under node_modules/.cache by the
 * digest of everything that it is made of: sources, lock file, this file. With it V8's compiled code is kept, so that a
 * warm start neither bundles nor parses; a file for each command, since each runs other functions. Plain JavaScript, because it runs before anything is translated.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

/** Modules of Node that every command needs come compiled, which V8 takes as long as its flags are those that Node was built with. */
require('node:os');

/** Libraries ask for it in case they call a program, which few commands do. */
const CALLS = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];
const childProcess = Object.defineProperties(
  {},
  Object.fromEntries(CALLS.map((call) => [call, { enumerable: true, get: () => require('node:child_process')[call] }])),
);

function requireFromBundle(name) {
  if (/^(?:node:)?child_process$/.test(name)) return childProcess;
  return require(/^\.\/(?:kubernetes|custom-resources)\//.test(name) ? path.join(SCHEMAS, name) : name);
}

/**
 * Bytecode that a function runs through before V8 optimizes it, fifteen times its own measure: most of a run is over before optimized
 * code has paid for itself, and the threads that make it take a processor from the rest.
 */
setFlagsFromString('--interrupt-budget=1000000');

const ROOT = path.join(__dirname, '..');
/** Sealing makes the files that environments import, so it cannot need them. */
const SEALS = process.argv[2] === 'seal';

const CACHE = path.join(ROOT, 'node_modules/.cache/desired-state');
const SOURCES = ['cli', 'envs', 'lib', 'stacks'];
/** What is loaded from where it is installed, by the commands that need it; and schemas, of which one version is needed: JSON is read faster as JSON. */
const EXTERNAL = ['esbuild', 'cdktf', '@cdktf/*', '@viz-js/viz', './kubernetes/*.json', './custom-resources/*.json'];
const SCHEMAS = path.join(ROOT, 'lib/schema');
/** Locks and ledgers are read as data; a promotion needs no new bundle for them. */
const RECORDS = /^envs\/(?:releases|[^/]+\/lock)$/;
const FILES = ['package-lock.json', 'tsconfig.json'];

/** Files that the bundle may be made of, in one order everywhere. */
function sourceFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return RECORDS.test(file) ? [] : sourceFiles(file);
    return /\.(ts|js|json)$/.test(entry.name) && !(SEALS && file.includes('/sealed/')) ? [file] : [];
  });
}

/** Files are told apart by size and time, as make does: reading hundreds of them would cost more than the rest of a start. */
function sizeAndTime(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return `${size} ${mtimeMs}`;
}

function digest() {
  const folders = SOURCES.map((name) => path.join(ROOT, name)).filter((folder) => fs.existsSync(folder));
  const files = [...folders.flatMap(sourceFiles), ...FILES.map((name) => path.join(ROOT, name))].sort();
  const listing = files.map((file) => `${file.slice(ROOT.length)} ${sizeAndTime(file)}`);
  return createHash('sha1')
    .update(`${listing.join('\n')}\n${process.version}`)
    .digest('hex');
}

/** Writes beside and renames, so that two first runs at once both find whole files. A cache that cannot be written is no failure. */
function keep(file, content) {
  try {
    fs.mkdirSync(CACHE, { recursive: true });
    const temporary = `${file}.${process.pid}`;
    fs.writeFileSync(temporary, content);
    fs.renameSync(temporary, file);
  } catch {}
}

function forgetOthers(name) {
  for (const entry of fs.existsSync(CACHE) ? fs.readdirSync(CACHE) : []) {
    if (!entry.startsWith(name)) fs.rmSync(path.join(CACHE, entry), { force: true });
  }
}

function bundle(file) {
  const { outputFiles } = require('esbuild').buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['cli/main.ts'],
    outfile: file,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'external',
    sourcesContent: false,
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'ascii',
    external: SEALS ? [...EXTERNAL, './sealed/*.json'] : EXTERNAL,
    logLevel: 'silent',
  });
  const text = (suffix) => outputFiles.find((output) => output.path.endsWith(suffix)).text;
  keep(`${file}.map`, text('.map'));
  return `(function (exports, require, module, __filename, __dirname) {\n${text('.js')}\n})`;
}

function load() {
  const name = SEALS ? `${digest()}-seal` : digest();
  const file = path.join(CACHE, `${name}.js`);
  const isKept = fs.existsSync(file);
  // It holds ASCII only (see charset), which is read fastest as that.
  const source = isKept ? fs.readFileSync(file, 'latin1') : bundle(file);
  if (!isKept) {
    if (!SEALS) forgetOthers(name);
    keep(file, source);
  }
  const compiled = `${file}.${/^[a-z-]+$/.test(process.argv[2] ?? '') ? process.argv[2] : 'help'}.code`;
  const cachedData = isKept && fs.existsSync(compiled) ? fs.readFileSync(compiled) : undefined;
  const script = new Script(source, {
    filename: file,
    lineOffset: -1,
    cachedData,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, Object.assign(requireFromBundle, require), module, file, CACHE);
  const isCompiledKept = cachedData !== undefined && !script.cachedDataRejected;
  return { main: module.exports.main, keepCompiled: () => isCompiledKept || keep(compiled, script.createCachedData()) };
}

/** Results that nobody got are no success. Talk that nobody hears changes nothing. */
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') process.stderr.write(`error: stdout: ${error.message}\n`);
  process.exit(2);
});
process.stderr.on('error', () => {});

/** What esbuild could not resolve or parse, one line each; anything else is a fault of the program, and brings its stack. */
function explainBuild(error) {
  const faults = Array.isArray(error.errors) ? error.errors : [{ text: error.stack ?? error }];
  for (const { location, text } of faults) {
    process.stderr.write(`error: ${location ? `${location.file}:${location.line}: ` : ''}${text}\n`);
  }
  return { main: async () => 2, keepCompiled: () => {} };
}

function loadOrExplain() {
  try {
    return load();
  } catch (error) {
    return explainBuild(error);
  }
}

const { main, keepCompiled } = loadOrExplain();
main(process.argv.slice(2), ROOT).then((code) => {
  process.exitCode = code;
  keepCompiled();
  // Nothing is left to do, and to take everything down properly would take longer than to leave. What was printed is out first.
  process.stdout.write('', (error) => error ?? process.exit());
});
