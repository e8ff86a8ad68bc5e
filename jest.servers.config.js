/**
 * Tests that start real servers with what is rendered for them (PostgreSQL, Redis, the object store, nginx). A server that is not
 * installed is skipped by name.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/servers/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
