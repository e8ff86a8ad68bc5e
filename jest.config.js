/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: '100%',
  // Some tests start processes and flush disks; a busy machine is no failure.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/control-plane/',
    '<rootDir>/test/servers/',
    '<rootDir>/test/programs/',
    '<rootDir>/test/stacks/',
    '<rootDir>/test/deep/',
    '<rootDir>/test/suites/',
  ],
  transform: {
    '^.+\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/|marked/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cdk8s/', '<rootDir>/.stryker/'],
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};
