const ordinary = require('./jest.config.js');

/**
 * What is shown on real engines: `pnpm test:cluster`. The first run builds them.
 * @type {import('jest').Config}
 */
module.exports = {
  ...ordinary,
  testMatch: ['<rootDir>/test/cluster/**/*.test.ts', '<rootDir>/packages/testing/src/engines/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/_prepare.ts',
  testEnvironment: '<rootDir>/test/cluster/_environment.js',
  testSequencer: '<rootDir>/test/cluster/_sequencer.js',
  // The files that wait take a worker and no core.
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/test/cluster/_reporter.ts'],
  // A fault takes its time: the engines' own clocks decide, a lost process must not wait for ever.
  testTimeout: 600_000,
};
