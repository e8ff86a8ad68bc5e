/**
 * Tests with programs of others: real servers with what is rendered for them (PostgreSQL, Redis, the object store, nginx), and
 * kubectl's kustomize, and the compiler and formatter over what is scaffolded. What is not installed is skipped by name.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/servers/**/*.test.ts', '<rootDir>/test/programs/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
