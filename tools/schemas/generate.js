'use strict';
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { readCustomResources, customResourceSchemas } = require('./custom-resources');
const { readKubernetes } = require('./kubernetes');
const { modules, title } = require('./modules');
const { classFiles } = require('./classes');

const root = join(__dirname, '../..');
const schemaFolder = join(root, 'packages/rules/schemas/generated');
const classFolder = join(root, 'packages/crds/src/generated');

/** Every generated file: its path and its bytes. */
function plan() {
  const resources = readCustomResources();
  const customResourceModules = [...new Set(resources.map(({ source }) => source))];
  const files = {
    [join(schemaFolder, 'kubernetes-1.35.json')]: print([title(modules.kubernetes)], readKubernetes()),
    [join(schemaFolder, 'crds.json')]: print(customResourceModules, customResourceSchemas(resources)),
  };
  for (const [name, text] of Object.entries(classFiles(resources))) files[join(classFolder, name)] = text;
  return files;
}

/** One line a definition: compact, and a newer version still shows in a diff what it changed. */
function print(sources, { kinds, definitions }) {
  const lines = (entries) => entries.join(',\n');
  return [
    `{"generated":${JSON.stringify(`by tools/schemas/generate.js from ${sources.join(', ')}; never edited`)},`,
    `"kinds":[\n${lines(kinds.map((kind) => JSON.stringify(kind)))}\n],`,
    `"$defs":{\n${lines(Object.entries(definitions).map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`))}\n}}\n`,
  ].join('\n');
}

function write(files) {
  for (const folder of [schemaFolder, classFolder]) rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The generated files on disk that differ from what would be written, are missing, or are left over. */
function differences(files) {
  const changed = Object.entries(files).filter(([path, text]) => tryRead(path) !== text);
  const present = [schemaFolder, classFolder].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  );
  const stale = present.filter((path) => files[path] === undefined);
  return [...changed.map(([path]) => path), ...stale].map((path) => relative(root, path));
}

function tryRead(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function main(mode) {
  const files = plan();
  if (mode !== '--check') return write(files);
  const changed = differences(files);
  console.log(
    changed.length === 0 ? 'the generated files are up to date' : `out of date:\n${changed.join('\n')}`,
  );
  process.exitCode = changed.length === 0 ? 0 : 1;
}

main(process.argv[2]);
