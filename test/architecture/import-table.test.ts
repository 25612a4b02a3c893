import { importTable } from './import-table';
import { sourceTree } from './source-tree';

test('lets a package import what stands in its line', () => {
  const files = sourceTree({
    'packages/units/src/cpu.ts': "import { UserError } from '@plinth/errors';",
    'packages/units/src/own.ts': "import '@plinth/units'; import './cpu'; import 'zod';",
    'packages/cli/src/list.ts': "import { plan } from '@plinth/synth';",
    'stacks/workloads/stack.ts': "import { defineStack } from '@plinth/synth';",
    'environments/base/squads.ts': "import { squad } from '@plinth/model';",
  });

  expect(importTable(files)).toEqual([]);
});

test.each([
  ['import', "import { load } from '@plinth/synth';"],
  ['import type', "import type { Plan } from '@plinth/synth';"],
  ['export from', "export { load } from '@plinth/synth';"],
  ['export all', "export * from '@plinth/synth';"],
  ['import()', "const load = () => import('@plinth/synth');"],
  ['require', "const synth = require('@plinth/synth');"],
  ['require.resolve', "const path = require.resolve('@plinth/synth');"],
  ['import = require', "import synth = require('@plinth/synth');"],
  ['the type of an import', "type Plan = import('@plinth/synth').Plan;"],
  ['a template', 'const synth = require(`@plinth/synth`);'],
])('fails when a package imports one that is not in its line: %s', (_, statement) => {
  const files = sourceTree({ 'packages/model/src/a.ts': `// é\n\n${statement}\n` });

  expect(importTable(files)).toEqual([
    'packages/model/src/a.ts:3: packages/model imports packages/synth; it may import errors, units',
  ]);
});

test('fails when a library or its test knows the environments', () => {
  const files = sourceTree({
    'packages/synth/src/a.ts': "import { prod } from '@acme/environments';",
    'packages/synth/src/a.test.ts': "import { prod } from '@acme/environments';",
  });

  expect(importTable(files)).toHaveLength(2);
});

test('lets the entry of a Pulumi program read the environments, and no other file of a stack', () => {
  const code = "import { company } from '@acme/environments';";
  const files = sourceTree({ 'stacks/foundation/main.ts': code, 'stacks/foundation/keys.ts': code });

  expect(importTable(files)).toEqual([expect.stringContaining('stacks/foundation/keys.ts:1')]);
});

test('lets the first start take from delivery and platform what it starts with, and not the other way round', () => {
  const files = sourceTree({
    'stacks/bootstrap/bootstrap.ts': "import delivery from '@acme/stack-delivery';",
    'stacks/bootstrap/rendered.ts': "import platform from '@acme/stack-platform';",
    'stacks/delivery/stack.ts': "import { bootstrap } from '@acme/stack-bootstrap';",
  });

  expect(importTable(files)).toEqual([expect.stringContaining('stacks/delivery/stack.ts:1')]);
});

test('fails when one stack imports another', () => {
  const files = sourceTree({ 'stacks/platform/stack.ts': "import { x } from '@acme/stack-workloads';" });

  expect(importTable(files)).toEqual([expect.stringContaining('imports stacks/workloads')]);
});

test('fails when the product imports what serves tests, and lets tests import it', () => {
  const files = sourceTree({
    'packages/synth/src/a.ts': "import { find } from '@plinth/testing';",
    'packages/synth/src/b.test.ts': "import { find } from '@plinth/testing';",
  });

  expect(importTable(files)).toEqual([expect.stringContaining('packages/synth/src/a.ts:1')]);
});

test('fails when a package has no line in the table', () => {
  const files = sourceTree({ 'packages/fleet/src/index.ts': 'export {};' });

  expect(importTable(files)).toEqual([expect.stringContaining('packages/fleet: is not in the import table')]);
});
