/**
 * Tests that take minutes: random changes of the shipped platform, judged by an oracle of their own.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.js'),
  testTimeout: 1_800_000,
  testMatch: ['<rootDir>/test/deep/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
