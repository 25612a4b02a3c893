import { databaseFlags, diskLimitGiB, editionOf, machineProblems } from './sql-settings';

const machine = { tier: 'db-custom-2-8192', diskGiB: 100 };

test('every flag is there once', () => {
  const names = databaseFlags().map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
});

test('the edition follows from the machine', () => {
  expect(editionOf('db-custom-2-8192')).toBe('ENTERPRISE');
  expect(editionOf('db-perf-optimized-N-8')).toBe('ENTERPRISE_PLUS');
});

test('a disk grows to four times its size, and never beyond what Cloud SQL has', () => {
  expect(diskLimitGiB(100)).toBe(400);
  expect(diskLimitGiB(60_000)).toBe(65_536);
});

test.each(['db-f1-micro', 'db-g1-small', 'db-n1-standard-1', 'custom-2-8192', ''])(
  'fails when the tier is %j',
  (tier) => {
    expect(machineProblems('here', 'POSTGRES_18', { ...machine, tier })).toMatchObject([
      { code: 'database-tier' },
    ]);
  },
);

test.each([9, 0, 10.5, 65_537, Number.NaN])('fails when the disk has %d GiB', (diskGiB) => {
  expect(machineProblems('here', 'POSTGRES_18', { ...machine, diskGiB })).toMatchObject([
    { code: 'database-disk' },
  ]);
});

test.each(['MYSQL_8_4', 'POSTGRES', 'POSTGRES_9_6', '18'])('fails when the version is %j', (version) => {
  expect(machineProblems('here', version, machine)).toMatchObject([{ code: 'database-version' }]);
});
