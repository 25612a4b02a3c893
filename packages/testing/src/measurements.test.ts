import { join } from 'node:path';
import { Workspace } from './cluster/workspace';
import { MEASUREMENTS, markdownTable, measured, readMeasurements } from './measurements';

test('lines of all processes come back by title', () => {
  const workspace = new Workspace('measurements');
  const before = process.env[MEASUREMENTS];
  process.env[MEASUREMENTS] = join(workspace.path, 'lines');
  try {
    measured('starts', { engine: 'etcd', seconds: 1 });
    measured('survival', { service: 'shop' });
    measured('starts', { engine: 'kwok', seconds: 2 });
    const tables = readMeasurements(join(workspace.path, 'lines'));
    expect([...tables.keys()]).toEqual(['starts', 'survival']);
    expect(tables.get('starts')).toEqual([
      { engine: 'etcd', seconds: 1 },
      { engine: 'kwok', seconds: 2 },
    ]);
  } finally {
    if (before === undefined) delete process.env[MEASUREMENTS];
    else process.env[MEASUREMENTS] = before;
    workspace.remove({ keepLogs: false });
  }
});

test('a table lines up its columns', () => {
  expect(
    markdownTable([
      { service: 'shop', lowest: 2 },
      { service: 'till-printer', lowest: 10 },
    ]),
  ).toBe(
    [
      '| service      | lowest |',
      '|--------------|--------|',
      '| shop         |      2 |',
      '| till-printer |     10 |',
      '',
    ].join('\n'),
  );
});
