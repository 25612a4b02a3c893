/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@plinth/source', 'node', 'node-addons'] },
  testMatch: [
    '<rootDir>/packages/*/src/**/*.test.ts',
    '<rootDir>/stacks/**/*.test.ts',
    '<rootDir>/test/**/*.test.ts',
  ],
  // What needs engines is a project of its own: jest.cluster.config.js.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/cluster/',
    '<rootDir>/packages/testing/src/engines/',
  ],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Many tests wait for processes of their own: one worker less than cores would leave a core idle.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '512MB',
};
