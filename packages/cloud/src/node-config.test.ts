import { bootDiskType } from './node-config';

test.each([
  ['n2d-standard-8', 'pd-balanced'],
  ['e2-medium', 'pd-balanced'],
  ['c3-standard-4', 'pd-balanced'],
  ['c4-standard-8', 'hyperdisk-balanced'],
  ['n4-standard-2', 'hyperdisk-balanced'],
  ['c4a-standard-4', 'hyperdisk-balanced'],
])('%s boots from %s', (machineType, disk) => {
  expect(bootDiskType(machineType)).toBe(disk);
});
