/**
 * Tests with programs of others: real servers with what is rendered for them (PostgreSQL, Redis, the object store, nginx), and
 * kubectl's kustomize, the compiler and formatter over what is scaffolded, and stacks by cdktf, which takes its time to load. What is not installed is skipped by name.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['servers', 'programs', 'stacks'].map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  testPathIgnorePatterns: ['/node_modules/'],
};
