/**
 * All tests of jest.config.js, many files at a time (test/suites): what `npm test` runs.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/suites/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
